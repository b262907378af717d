// The rules of `README.md`. What the host gives and expects stands in `wit/deps/architrave-plugin/plugin.wit`; the C names for
// it are in `target/bindings/plugin.h`, once it was built.
//
// Text crosses the border once, in `prepare`; after that everything is columns, one row per question or per gap. A review
// starts from what `prepare` left and ends with the instance, so whatever is kept here belongs to this review alone, and
// nothing that the host gave needs to be freed. What is returned is freed for us, so it has to come from `malloc`.

#include <stdlib.h>
#include <string.h>

#include "plugin.h"

#define NO_TEXT 65535

typedef architrave_plugin_types_list_legend_entry_t texts_t;

static struct {
    // @if scoring
    uint32_t prioritized_weight;
    uint16_t none, medium, high, unanswered;
    // @end
    // @if priority
    uint16_t first, later;
    // @end
    // @if impact
    uint16_t likely, possible;
    // @end
    // @if guidance
    uint16_t whole, practice;
    // @end
    plugin_list_u8_t marks;
    uint8_t environment;
    architrave_plugin_types_list_risk_t risks;
    architrave_plugin_types_gaps_t gaps;
} state;

// Memory for `count` values; a plugin without memory has nothing to say.
static void *column(size_t count, size_t bytes) {
    void *memory = calloc(count == 0 ? 1 : count, bytes);
    if (memory == NULL) abort();
    return memory;
}

// Puts a text into a list of the legend and gives its code.
static uint16_t add(texts_t *texts, const char *id, const char *text) {
    texts->ptr = realloc(texts->ptr, (texts->len + 1) * sizeof *texts->ptr);
    if (texts->ptr == NULL) abort();
    plugin_string_dup(&texts->ptr[texts->len].id, id);
    plugin_string_dup(&texts->ptr[texts->len].text, text);
    return (uint16_t)texts->len++;
}
// @if scoring

// The value of an integer setting. The host checked them: a JSON object without spaces, defaults filled in.
static uint32_t setting(const plugin_string_t *settings, const char *name) {
    size_t length = strlen(name);
    for (size_t at = 1; at + length + 2 < settings->len; at++) {
        const uint8_t *found = settings->ptr + at;
        if (found[-1] != '"' || memcmp(found, name, length) != 0 || found[length] != '"') continue;
        uint32_t value = 0;
        for (at += length + 2; at < settings->len && settings->ptr[at] >= '0' && settings->ptr[at] <= '9'; at++) {
            value = value * 10 + (settings->ptr[at] - '0');
        }
        return value;
    }
    return 1;
}
// @end

bool exports_architrave_plugin_lifecycle_prepare(architrave_plugin_types_lens_t *lens, plugin_string_t *settings,
                                                 architrave_plugin_types_legend_t *legend,
                                                 architrave_plugin_types_refusal_t *refusal) {
    (void)lens, (void)settings, (void)refusal;
    memset(legend, 0, sizeof *legend);
    // @if scoring
    state.prioritized_weight = setting(settings, "prioritized_weight");
    state.none = add(&legend->reasons, "none", "no risk: all points");
    state.medium = add(&legend->reasons, "medium", "medium risk: half of the points");
    state.high = add(&legend->reasons, "high", "high risk: no points");
    state.unanswered = add(&legend->reasons, "unanswered", "not answered: no points until it is");
    // @end
    // @if priority
    state.first = add(&legend->reasons, "first", "high risk");
    state.later = add(&legend->reasons, "later", "medium risk");
    // @end
    // @if impact
    texts_t *consequences = &legend->consequences;
    state.likely = add(consequences, "likely", "what this question guards against can happen at any time");
    state.possible = add(consequences, "possible", "what this question guards against is only partly prevented");
    // @end
    // @if guidance
    state.whole = add(&legend->advice, "whole", "agree who answers for this question, and when it is looked at again");
    state.practice = add(&legend->advice, "practice", "put the practice on the list of the team that can follow it");
    // @end
    return true;
}

bool exports_architrave_plugin_lifecycle_begin(architrave_plugin_types_frame_t *frame,
                                               architrave_plugin_types_refusal_t *refusal) {
    (void)refusal;
    state.marks = frame->scope.marks;
    state.environment = frame->workload.environment;
    return true;
}

bool exports_architrave_plugin_lifecycle_reveal(architrave_plugin_types_review_t *review,
                                                architrave_plugin_types_refusal_t *refusal) {
    (void)refusal;
    state.risks = review->answers.risks;
    state.gaps = review->gaps;
    return true;
}
// @if scoring

// Bit 0 of a mark: the question is applicable; bit 1: the profile prioritizes it.
static uint32_t weight(uint8_t mark) {
    if ((mark & 1) == 0) return 0;
    return (mark & 2) == 0 ? 100 : 100 * state.prioritized_weight;
}

bool exports_architrave_plugin_scoring_weigh(plugin_list_u32_t *weights, architrave_plugin_types_refusal_t *refusal) {
    (void)refusal;
    weights->len = state.marks.len;
    weights->ptr = column(weights->len, sizeof *weights->ptr);
    for (size_t row = 0; row < weights->len; row++) weights->ptr[row] = weight(state.marks.ptr[row]);
    return true;
}

bool exports_architrave_plugin_scoring_score(exports_architrave_plugin_scoring_scorecard_t *card,
                                             architrave_plugin_types_refusal_t *refusal) {
    (void)refusal;
    memset(card, 0, sizeof *card);
    card->points.len = card->reasons.len = state.marks.len;
    card->points.ptr = column(card->points.len, sizeof *card->points.ptr);
    card->reasons.ptr = column(card->reasons.len, sizeof *card->reasons.ptr);
    for (size_t row = 0; row < state.marks.len; row++) {
        uint32_t of = weight(state.marks.ptr[row]);
        uint32_t points = 0;
        uint16_t reason = of == 0 ? NO_TEXT : state.unanswered;
        switch (of == 0 ? 0 : state.risks.ptr[row]) {
        case 1: reason = state.high; break;
        case 2: points = of / 2; reason = state.medium; break;
        case 3: points = of; reason = state.none; break;
        }
        card->points.ptr[row] = points;
        card->reasons.ptr[row] = reason;
    }
    return true;
}
// @end
// @if gaps

// Whether the question that a gap belongs to is at high risk; else it is at medium risk.
static bool is_high(size_t gap) {
    return state.risks.ptr[state.gaps.questions.ptr[gap]] == 1;
}
// @end
// @if priority or guidance

// Whether a gap is the question as a whole rather than one missing practice.
static bool is_question(size_t gap) {
    return state.gaps.choices.ptr[gap] == 65535;
}
// @end
// @if priority

bool exports_architrave_plugin_priority_prioritize(exports_architrave_plugin_priority_priorities_t *rows,
                                                   architrave_plugin_types_refusal_t *refusal) {
    // How many places later, by level: unknown, low, medium, high.
    static const uint8_t LATER[] = {1, 2, 1, 0};
    size_t count = state.gaps.questions.len;
    (void)refusal;
    rows->priorities.len = rows->effort_hours.len = rows->effort_bases.len = rows->reasons.len = count;
    rows->priorities.ptr = column(count, sizeof *rows->priorities.ptr);
    rows->effort_hours.ptr = column(count, sizeof *rows->effort_hours.ptr);
    rows->effort_bases.ptr = column(count, sizeof *rows->effort_bases.ptr);
    rows->reasons.ptr = column(count, sizeof *rows->reasons.ptr);
    for (size_t gap = 0; gap < count; gap++) {
        uint8_t later = is_question(gap) ? 0 : LATER[state.gaps.levels.ptr[gap] & 3];
        rows->priorities.ptr[gap] = (is_high(gap) ? 2 : 6) + later;
        rows->reasons.ptr[gap] = is_high(gap) ? state.first : state.later;
    }
    return true;
}
// @end
// @if impact

bool exports_architrave_plugin_impact_assess(exports_architrave_plugin_impact_consequences_t *rows,
                                             architrave_plugin_types_refusal_t *refusal) {
    size_t count = state.gaps.questions.len;
    uint8_t step = state.environment == 2 ? 1 : 0;
    (void)refusal;
    memset(rows, 0, sizeof *rows);
    rows->severities.len = rows->consequences.len = count;
    rows->severities.ptr = column(count, sizeof *rows->severities.ptr);
    rows->consequences.ptr = column(count, sizeof *rows->consequences.ptr);
    for (size_t gap = 0; gap < count; gap++) {
        rows->severities.ptr[gap] = (is_high(gap) ? 2 : 1) - step;
        rows->consequences.ptr[gap] = is_high(gap) ? state.likely : state.possible;
    }
    return true;
}
// @end
// @if guidance

bool exports_architrave_plugin_guidance_advise(exports_architrave_plugin_guidance_advice_t *rows,
                                               architrave_plugin_types_refusal_t *refusal) {
    size_t count = state.gaps.questions.len;
    (void)refusal;
    rows->gaps.len = rows->lines.len = count;
    rows->gaps.ptr = column(count, sizeof *rows->gaps.ptr);
    rows->lines.ptr = column(count, sizeof *rows->lines.ptr);
    for (size_t gap = 0; gap < count; gap++) {
        rows->gaps.ptr[gap] = (uint16_t)gap;
        rows->lines.ptr[gap] = is_question(gap) ? state.whole : state.practice;
    }
    return true;
}
// @end
