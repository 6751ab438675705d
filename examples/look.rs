use touchline::build::{output::*, *};
fn main() {
    let root = std::env::args().nth(1).unwrap();
    let t = std::time::Instant::now();
    let mut b = Builder::new(Options {
        root: root.clone().into(),
        base_url: None,
        drafts: false,
        future: false,
        now: jiff::Timestamp::now(),
    });
    let u = b.update(&Hint::All).unwrap();
    eprintln!("update {:?}", t.elapsed());
    for x in u.diagnostics.iter().take(40) {
        println!("{} {} | {:?} | {:?}", x.code, x.message, x.help, x.place);
    }
    let Some(s) = u.snapshot else { return };
    let t = std::time::Instant::now();
    let plan = s.plan();
    eprintln!("plan {} {:?}", plan.len(), t.elapsed());
    let t = std::time::Instant::now();
    let mut o =
        Output::open(root.as_ref(), &std::path::Path::new(&root).join("public")).map_err(|e| format!("{e:?}")).unwrap();
    let w = o.write(plan, &WriteOptions::default());
    eprintln!("write {:?} {:?}", t.elapsed(), w);
}
