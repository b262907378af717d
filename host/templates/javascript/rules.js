// The rules of `README.md`. What the host gives and expects stands in `wit/deps/architrave-plugin/plugin.wit`.
//
// Text crosses the border once, in `prepare`; after that everything is columns, one row per question or per gap. A review
// starts from what `prepare` left, so whatever is kept in `state` belongs to this review alone.

const NO_TEXT = 65535;
const state = {};

/// Puts a text into a list of the legend and gives its code.
function add(list, id, text) {
  return list.push({ id, text }) - 1;
}

export const lifecycle = {
  prepare(lens, settings) {
    const reasons = [];
    const consequences = [];
    const advice = [];
    // @if scoring
    state.prioritizedWeight = JSON.parse(settings).prioritized_weight;
    state.none = add(reasons, "none", "no risk: all points");
    state.medium = add(reasons, "medium", "medium risk: half of the points");
    state.high = add(reasons, "high", "high risk: no points");
    state.unanswered = add(reasons, "unanswered", "not answered: no points until it is");
    // @end
    // @if priority
    state.first = add(reasons, "first", "high risk");
    state.later = add(reasons, "later", "medium risk");
    // @end
    // @if impact
    state.likely = add(consequences, "likely", "what this question guards against can happen at any time");
    state.possible = add(consequences, "possible", "what this question guards against is only partly prevented");
    // @end
    // @if guidance
    state.whole = add(advice, "whole", "agree who answers for this question, and when it is looked at again");
    state.practice = add(advice, "practice", "put the practice on the list of the team that can follow it");
    // @end
    return { reasons, consequences, advice, measures: [], controls: [] };
  },

  begin(frame) {
    state.marks = frame.scope.marks;
    state.environment = frame.workload.environment;
  },

  reveal(review) {
    state.risks = review.answers.risks;
    state.gaps = review.gaps;
  },
};
// @if scoring

// Bit 0 of a mark: the question is applicable; bit 1: the profile prioritizes it.
function weight(mark) {
  if ((mark & 1) === 0) return 0;
  return (mark & 2) === 0 ? 100 : 100 * state.prioritizedWeight;
}

export const scoring = {
  weigh() {
    return Array.from(state.marks, weight);
  },

  score() {
    const points = [];
    const reasons = [];
    state.marks.forEach((mark, row) => {
      const of = weight(mark);
      let [given, reason] = [0, state.unanswered];
      if (of === 0) reason = NO_TEXT;
      else if (state.risks[row] === 1) reason = state.high;
      else if (state.risks[row] === 2) [given, reason] = [Math.floor(of / 2), state.medium];
      else if (state.risks[row] === 3) [given, reason] = [of, state.none];
      points.push(given);
      reasons.push(reason);
    });
    return { points, reasons, measures: [] };
  },
};
// @end
// @if gaps

// Whether the question that a gap belongs to is at high risk; else it is at medium risk.
function isHigh(gap) {
  return state.risks[state.gaps.questions[gap]] === 1;
}

// Whether a gap is the question as a whole rather than one missing practice.
function isQuestion(gap) {
  return state.gaps.choices[gap] === 65535;
}

function eachGap(judge) {
  return Array.from(state.gaps.questions, (_, gap) => judge(gap));
}
// @end
// @if priority

// How many places later, by level: unknown, low, medium, high.
const LATER = [1, 2, 1, 0];

export const priority = {
  prioritize() {
    const later = (gap) => (isQuestion(gap) ? 0 : LATER[state.gaps.levels[gap]]);
    return {
      priorities: eachGap((gap) => (isHigh(gap) ? 2 : 6) + later(gap)),
      effortHours: eachGap(() => 0),
      effortBases: eachGap(() => 0),
      reasons: eachGap((gap) => (isHigh(gap) ? state.first : state.later)),
    };
  },
};
// @end
// @if impact

export const impact = {
  assess() {
    const step = state.environment === 2 ? 1 : 0;
    return {
      severities: eachGap((gap) => (isHigh(gap) ? 2 : 1) - step),
      consequences: eachGap((gap) => (isHigh(gap) ? state.likely : state.possible)),
      controlGaps: [],
      controls: [],
    };
  },
};
// @end
// @if guidance

export const guidance = {
  advise() {
    return {
      gaps: eachGap((gap) => gap),
      lines: eachGap((gap) => (isQuestion(gap) ? state.whole : state.practice)),
    };
  },
};
// @end
