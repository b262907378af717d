//! A profile as a flame graph.

use std::io;

use inferno::flamegraph;

use super::Profile;

impl Profile {
    /// A flame graph as SVG, that can be searched and zoomed in a browser: the outermost function at the bottom, its width its
    /// fuel. The same profile gives the same bytes.
    ///
    /// # Errors
    ///
    /// When there is nothing to show: no call used any fuel.
    pub fn to_svg(&self) -> io::Result<Vec<u8>> {
        let mut options = flamegraph::Options::default();
        options.title = format!("{} {}: fuel by function", self.plugin, self.version);
        options.count_name = "units of fuel".to_owned();
        options.deterministic = true;
        let folded = self.folded();
        let mut svg = Vec::new();
        flamegraph::from_lines(&mut options, folded.lines(), &mut svg).map_err(io::Error::other)?;
        Ok(svg)
    }
}
