//! What the formats promise beyond their own tests: a page that a browser opens, rows that a spreadsheet reads.

use super::command::architrave;

/// The page in a real browser: its script runs.
#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says why")]
fn the_page_works_in_a_browser() {
    let Some(chromium) = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .into_iter()
        .find(|path| std::path::Path::new(path).is_file())
    else {
        assert!(std::env::var_os("ARCHITRAVE_CI").is_none(), "CI must have chromium");
        println!("skipped: no chromium here");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("report.html");
    let ended = super::Run::new(&["assess", "--output"]).arg(&page).run();
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let output = std::process::Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .expect("chromium starts");
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(dom.contains("</html>"), "{}", String::from_utf8_lossy(&output.stderr));
    // Only the script makes the headings of the improvement list sortable; the file itself says nothing of an order.
    let sortable = |text: &str| text.matches(" aria-sort=\"").count();
    let file = std::fs::read_to_string(&page).expect("the report");
    assert_eq!(sortable(&file), 0, "the file has an order before its script has run");
    assert!(sortable(&dom) > 3, "the script has not run");
}

#[test]
fn csv_has_one_row_per_practice_or_question() {
    let rows = |args: &[&str]| architrave(&[&["assess"], args].concat()).stdout.lines().count();
    assert_eq!(rows(&["--format", "csv"]), 1 + 307);
    assert_eq!(rows(&["--csv", "questions"]), 1 + 57);
}
