//! `architrave explain`

use super::{ExplainArgs, PASSES, TextOrJson, UNDECIDED, output::Streams, review};
use crate::{explain, sink::Style};

pub(super) fn run(args: &ExplainArgs, streams: &Streams) -> u8 {
    let Some(assessed) = review::assess(&args.input, streams) else { return UNDECIDED };
    match explain::explain(&assessed.report, &args.question, args.review.as_deref()) {
        Ok(explanation) => {
            let text = match args.format {
                TextOrJson::Text => explanation.to_text(&Style { colour: streams.colour(), ..Style::default() }),
                TextOrJson::Json => match serde_json::to_string_pretty(&explanation) {
                    Ok(text) => text + "\n",
                    Err(error) => return streams.problem("cannot write the explanation", &error),
                },
            };
            let written = streams.data(text.as_bytes());
            if written == PASSES && assessed.faulted { UNDECIDED } else { written }
        }
        Err(error) => {
            let code = streams.problem(&format!("cannot explain `{}`", args.question), &error);
            streams.say(&format!("  help: {}", error.help()));
            code
        }
    }
}
