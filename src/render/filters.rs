//! Filters and functions of templates, beside those of Tera.
//!
//! In: values of a page's context. Out: text for people. All are pure: the
//! same arguments give the same text on any day and any machine.

use jiff::civil::Date;
use tera::{Error, Kwargs, State, Tera, TeraResult};

use super::routes::Routes;
use super::text::{DAYS, MONTHS, grouped, long_date};

/// Registers all of them. `base_path` is what stands in front of every
/// address.
pub fn register(tera: &mut Tera, base_path: &str) {
    tera.register_filter("date", date);
    tera.register_filter("number", |number: i64, _: Kwargs, _: &State| grouped(number));
    tera.register_filter("plural", plural);
    tera.register_filter("ordinal", |number: u64, _: Kwargs, _: &State| ordinal(number));
    tera.register_filter("spoken_minute", |minute: &str, _: Kwargs, _: &State| spoken_minute(minute));
    let base = base_path.to_owned();
    tera.register_filter("url", move |path: &str, _: Kwargs, _: &State| Routes::url_below(&base, path));
    let base = base_path.to_owned();
    tera.register_function("asset", move |args: Kwargs, _: &State| -> TeraResult<String> {
        let path = args.must_get::<&str>("path")?;
        Ok(Routes::url_below(&base, &format!("/{}", path.trim_start_matches('/'))))
    });
}

/// `2022-11-29` (or an instant that begins so) for people.
#[allow(clippy::needless_pass_by_value, reason = "Tera hands arguments over by value")]
fn date(text: &str, args: Kwargs, _: &State) -> TeraResult<String> {
    let date: Date = text
        .get(..10)
        .and_then(|day| day.parse().ok())
        .ok_or_else(|| Error::message(format!("`date` expects a date like `2022-11-29`, not `{text}`")))?;
    let (day, year) = (date.day(), date.year());
    let month = MONTHS[date.month() as usize - 1];
    let weekday = DAYS[date.weekday().to_monday_zero_offset() as usize];
    let short = short_month(date);
    Ok(match args.get::<&str>("style")?.unwrap_or("long") {
        "long" => long_date(date),
        "full" => format!("{weekday} {day} {month} {year}"),
        "medium" => medium_date(date),
        "short" => format!("{} {day} {short}", &weekday[..3]),
        "month" => format!("{month} {year}"),
        "year" => year.to_string(),
        other => {
            let known = "`long`, `full`, `medium`, `short`, `month` and `year`";
            return Err(Error::message(format!("`date` knows the styles {known}, not `{other}`")));
        }
    })
}

/// September is shortened to four letters, as British papers do.
fn short_month(date: Date) -> &'static str {
    if date.month() == 9 { "Sept" } else { &MONTHS[date.month() as usize - 1][..3] }
}

/// `29 Nov 2022`.
pub(super) fn medium_date(date: Date) -> String {
    format!("{} {} {}", date.day(), short_month(date), date.year())
}

/// `1 goal`, `3 goals`.
#[allow(clippy::needless_pass_by_value, reason = "Tera hands arguments over by value")]
fn plural(number: i64, args: Kwargs, _: &State) -> TeraResult<String> {
    let word = if number == 1 { args.must_get::<&str>("one")? } else { args.must_get::<&str>("many")? };
    Ok(format!("{} {word}", grouped(number)))
}

/// `1st`, `2nd`, `11th`.
fn ordinal(number: u64) -> String {
    let suffix = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// `45+2'` as it is said.
pub fn spoken_minute(minute: &str) -> String {
    let minute = minute.trim_end_matches(['\'', '\u{2032}']);
    match minute.split_once('+') {
        Some((minute, added)) => format!("{minute} plus {added} minutes"),
        None if minute == "1" => "1 minute".to_owned(),
        None => format!("{minute} minutes"),
    }
}

#[cfg(test)]
mod tests {
    use tera::Context;

    use super::*;

    fn render(template: &str) -> Result<String, tera::Error> {
        let mut tera = Tera::default();
        register(&mut tera, "/club");
        tera.render_str(template, &Context::new(), true)
    }

    #[test]
    fn dates_are_british() {
        assert_eq!(render(r#"{{ "2022-11-29" | date }}"#).unwrap(), "29 November 2022");
        assert_eq!(render(r#"{{ "2022-11-29" | date(style="short") }}"#).unwrap(), "Tue 29 Nov");
        assert_eq!(render(r#"{{ "2022-09-01" | date(style="medium") }}"#).unwrap(), "1 Sept 2022");
        assert_eq!(
            render(r#"{{ "2022-11-29T22:00+03:00" | date(style="full") }}"#).unwrap(),
            "Tuesday 29 November 2022"
        );
        assert_eq!(render(r#"{{ "2022-11-29" | date(style="month") }}"#).unwrap(), "November 2022");
        assert!(render(r#"{{ "29 Nov" | date }}"#).is_err());
        assert!(render(r#"{{ "2022-11-29" | date(style="iso") }}"#).is_err());
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(render("{{ 42127 | number }}").unwrap(), "42,127");
        assert_eq!(render(r#"{{ 1 | plural(one="goal", many="goals") }}"#).unwrap(), "1 goal");
        assert_eq!(render(r#"{{ 1204 | plural(one="goal", many="goals") }}"#).unwrap(), "1,204 goals");
        let ordinals: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 111].map(ordinal).into();
        assert_eq!(ordinals, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th"]);
    }

    #[test]
    fn minutes_are_spoken() {
        assert_eq!(spoken_minute("38′"), "38 minutes");
        assert_eq!(spoken_minute("45+2'"), "45 plus 2 minutes");
        assert_eq!(spoken_minute("1'"), "1 minute");
    }

    #[test]
    fn addresses_stand_below_the_base_path() {
        assert_eq!(render(r#"{{ asset(path="touchline.css") }}"#).unwrap(), "/club/touchline.css");
        assert_eq!(render(r#"{{ "/about/" | url }}"#).unwrap(), "/club/about/");
    }
}
