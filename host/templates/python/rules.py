"""The rules of `README.md`. What the host gives and expects stands in `wit/deps/architrave-plugin/plugin.wit`.

Text crosses the border once, in `prepare`; after that everything is columns, one row per question or per gap. A review
starts from what `prepare` left, so whatever is kept in `state` belongs to this review alone.
"""

# @if scoring
import json

# @end
from types import SimpleNamespace

from wit_world import exports
from wit_world.imports import types

# @if scoring
from wit_world.exports.scoring import Scorecard

# @end
# @if priority
from wit_world.exports.priority import Priorities

# @end
# @if impact
from wit_world.exports.impact import Consequences

# @end
# @if guidance
from wit_world.exports.guidance import Advice

# @end
NO_TEXT = 65535
state = SimpleNamespace()


def add(texts, id, text):
    """Puts a text into a list of the legend and gives its code."""
    texts.append(types.LegendEntry(id, text))
    return len(texts) - 1


class Lifecycle(exports.Lifecycle):
    def prepare(self, lens, settings):
        reasons, consequences, advice = [], [], []
        # @if scoring
        state.prioritized_weight = json.loads(settings)["prioritized_weight"]
        state.none = add(reasons, "none", "no risk: all points")
        state.medium = add(reasons, "medium", "medium risk: half of the points")
        state.high = add(reasons, "high", "high risk: no points")
        state.unanswered = add(reasons, "unanswered", "not answered: no points until it is")
        # @end
        # @if priority
        state.first = add(reasons, "first", "high risk")
        state.later = add(reasons, "later", "medium risk")
        # @end
        # @if impact
        state.likely = add(consequences, "likely", "what this question guards against can happen at any time")
        state.possible = add(consequences, "possible", "what this question guards against is only partly prevented")
        # @end
        # @if guidance
        state.whole = add(advice, "whole", "agree who answers for this question, and when it is looked at again")
        state.practice = add(advice, "practice", "put the practice on the list of the team that can follow it")
        # @end
        return types.Legend(reasons, consequences, advice, [], [])

    def begin(self, frame):
        state.marks = frame.scope.marks
        state.environment = frame.workload.environment

    def reveal(self, review):
        state.risks = review.answers.risks
        state.gaps = review.gaps


# @if scoring
def weight(mark):
    """Bit 0 of a mark: the question is applicable; bit 1: the profile prioritizes it."""
    if not mark & 1:
        return 0
    return 100 * state.prioritized_weight if mark & 2 else 100


class Scoring(exports.Scoring):
    def weigh(self):
        return [weight(mark) for mark in state.marks]

    def score(self):
        points, reasons = [], []
        for mark, risk in zip(state.marks, state.risks):
            of = weight(mark)
            rows = {1: (0, state.high), 2: (of // 2, state.medium), 3: (of, state.none)}
            given, reason = rows.get(risk, (0, state.unanswered)) if of else (0, NO_TEXT)
            points.append(given)
            reasons.append(reason)
        return Scorecard(points, reasons, [])


# @end
# @if gaps
def is_high(question):
    """Whether the question that a gap belongs to is at high risk; else it is at medium risk."""
    return state.risks[question] == 1


# @end
# @if priority
# How many places later, by level: unknown, low, medium, high.
LATER = [1, 2, 1, 0]


class Priority(exports.Priority):
    def prioritize(self):
        gaps = state.gaps
        # A gap whose choice is 65535 is the question as a whole.
        priorities = [
            (2 if is_high(question) else 6) + (0 if choice == 65535 else LATER[level])
            for question, choice, level in zip(gaps.questions, gaps.choices, gaps.levels)
        ]
        nothing = [0] * len(priorities)
        reasons = [state.first if is_high(question) else state.later for question in gaps.questions]
        return Priorities(bytes(priorities), nothing, bytes(nothing), reasons)


# @end
# @if impact
class Impact(exports.Impact):
    def assess(self):
        step = 1 if state.environment == 2 else 0
        severities = [(2 if is_high(question) else 1) - step for question in state.gaps.questions]
        texts = [state.likely if is_high(question) else state.possible for question in state.gaps.questions]
        return Consequences(bytes(severities), texts, [], [])


# @end
# @if guidance
class Guidance(exports.Guidance):
    def advise(self):
        lines = [state.whole if choice == 65535 else state.practice for choice in state.gaps.choices]
        return Advice(list(range(len(lines))), lines)


# @end
