"""What does the plugin `classic` say about a review? The same three roles in Python, over the same tables.

The first line of stdin holds the tables. Each line after it is an order: {"review": …} gives a review, which is judged
once, and the outcome is printed; {"times": n} judges that review n times and prints how many nanoseconds that took.
"""

import json
import sys
from time import perf_counter_ns


def judge(tables, review):
    points_of, unanswered, values = tables["points"], tables["unanswered"], tables["values"]
    pillars, other, weeks = tables["pillars"], tables["other"], tables["weeks"]
    bases, columns = tables["bases"], tables["columns"]
    questions = review["questions"]

    points = []
    risk_score = 0
    for question in questions:
        risk = question["risk"]
        points.append(points_of.get(risk, unanswered))
        risk_score += values.get(risk, 0)

    gaps = []
    for gap in review["gaps"]:
        question = questions[gap["question"]]
        risk = question["risk"]
        pillar = pillars.get(question["pillar"], other)
        cell = pillar[risk]
        gaps.append({
            "priority": min(bases[risk] + pillar["adjustment"], 10),
            "effort_hours": 0 if gap["practice"] else 40 * weeks[min(question["missing"], 5)],
            "reason": pillar["reason"] + columns[risk],
            "severity": cell["severity"],
            "consequence": cell["consequence"],
        })
    return {"points": points, "risk_score": risk_score, "gaps": gaps}


def main():
    tables = json.loads(sys.stdin.readline())
    review = None
    for line in sys.stdin:
        order = json.loads(line)
        if "review" in order:
            review = order["review"]
            answer = judge(tables, review)
        else:
            start = perf_counter_ns()
            for _ in range(order["times"]):
                judge(tables, review)
            answer = perf_counter_ns() - start
        print(json.dumps(answer), flush=True)


main()
