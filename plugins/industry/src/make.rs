//! From a table to a plugin.

/// Makes a plugin of all four roles from the name of a type and its [`Industry`](crate::Industry) table.
#[macro_export]
macro_rules! industry_plugin {
    ($(#[$documentation:meta])* $visibility:vis $plugin:ident, $industry:expr) => {
        $(#[$documentation])*
        #[derive(Debug)]
        $visibility struct $plugin($crate::Judge);

        impl ::architrave_guest::Plugin for $plugin {
            fn prepare(
                lens: &::architrave_guest::Lens,
                settings: &::architrave_guest::Settings,
                legend: &mut ::architrave_guest::Legend,
            ) -> Result<Self, ::architrave_guest::Refusal> {
                $crate::Judge::prepare(&$industry, lens, settings, legend).map(Self)
            }

            fn begin(&mut self, frame: ::architrave_guest::Frame<'_>) -> Result<(), ::architrave_guest::Refusal> {
                self.0.begin(frame);
                Ok(())
            }
        }

        impl ::architrave_guest::Scoring for $plugin {
            #[inline(always)]
            fn weight(&self, _: ::architrave_guest::Frame<'_>, scope: ::architrave_guest::Scope<'_>) -> u32 {
                self.0.weight(scope)
            }

            #[inline(always)]
            fn points(
                &self,
                _: ::architrave_guest::Review<'_>,
                answer: ::architrave_guest::Answer<'_>,
                of: u32,
            ) -> ::architrave_guest::Points {
                self.0.points(answer, of)
            }

            fn unanswered(&self) -> Option<::architrave_guest::ReasonCode> {
                Some(self.0.unanswered())
            }
        }

        impl ::architrave_guest::Priority for $plugin {
            #[inline(always)]
            fn prioritize(
                &self,
                _: ::architrave_guest::Review<'_>,
                gap: ::architrave_guest::Gap<'_>,
            ) -> ::architrave_guest::Urgency {
                self.0.prioritize(gap)
            }
        }

        impl ::architrave_guest::Impact for $plugin {
            #[inline(always)]
            fn assess(
                &self,
                _: ::architrave_guest::Review<'_>,
                gap: ::architrave_guest::Gap<'_>,
                controls: &mut ::architrave_guest::Controls<'_>,
            ) -> ::architrave_guest::Consequence {
                self.0.assess(gap, controls)
            }
        }

        impl ::architrave_guest::Guidance for $plugin {
            fn advise(
                &self,
                review: ::architrave_guest::Review<'_>,
                gap: ::architrave_guest::Gap<'_>,
                lines: &mut ::architrave_guest::Lines<'_>,
            ) {
                self.0.advise(review, gap, lines);
            }
        }

        ::architrave_guest::export!($plugin: scoring, priority, impact, guidance);
    };
}
