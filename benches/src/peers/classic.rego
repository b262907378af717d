# What does the plugin `classic` say about a review? The same three roles in Rego, over the same tables.
package classic

outcome := {"points": points, "risk_score": risk_score, "gaps": gaps}

points := [row |
	some question in input.questions
	row := object.get(data.tables.points, question.risk, data.tables.unanswered)
]

risk_score := sum([value |
	some question in input.questions
	value := object.get(data.tables.values, question.risk, 0)
])

gaps := [row |
	some gap in input.gaps
	question := input.questions[gap.question]
	pillar := object.get(data.tables.pillars, question.pillar, data.tables.other)
	cell := pillar[question.risk]
	row := {
		"priority": min([10, data.tables.bases[question.risk] + pillar.adjustment]),
		"effort_hours": effort(gap.practice, question.missing),
		"reason": pillar.reason + data.tables.columns[question.risk],
		"severity": cell.severity,
		"consequence": cell.consequence,
	}
]

effort(true, _) := 0

effort(false, missing) := 40 * data.tables.weeks[min([5, missing])]
