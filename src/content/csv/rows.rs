//! Rows with their place, and cells by column.
//!
//! In: the text of a table. Out: one row after the other. A cell is asked for
//! by what it holds; an empty one is as good as none. Never interprets a
//! cell.

use std::ops::Range;
use std::sync::Arc;

use super::columns::{Column, column};
use crate::content::football_txt;
use crate::content::interning::Interner;
use crate::content::raw::{Names, Spot, Sym};
use crate::diagnostic::{Diagnostic, Place};

/// A table while it is read.
pub(super) struct Table<'a> {
    pub(super) file: &'a Arc<str>,
    pub(super) out: &'a mut Vec<Diagnostic>,
    pub(super) people: Interner<'a>,
    pub(super) years: football_txt::Years,
    text: &'a str,
    header: Vec<(String, Option<Column>)>,
    header_bytes: Range<usize>,
    reader: csv::Reader<&'a [u8]>,
}

/// One row.
#[derive(Debug, Default)]
pub(super) struct Row {
    record: csv::StringRecord,
    /// Its bytes in the file.
    pub(super) bytes: Range<usize>,
}

impl<'a> Table<'a> {
    pub(super) fn new(file: &'a Arc<str>, text: &'a str, names: &'a Names, out: &'a mut Vec<Diagnostic>) -> Self {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .comment(Some(b'#'))
            .delimiter(delimiter(body))
            .from_reader(body.as_bytes());
        let mut table = Self {
            file,
            out,
            people: Interner::new(names),
            years: football_txt::Years::default(),
            text,
            header: Vec::new(),
            header_bytes: 0..0,
            reader,
        };
        let mut row = Row::default();
        if table.next(&mut row) {
            table.header = row.record.iter().map(|cell| (cell.to_owned(), column(cell))).collect();
            table.header_bytes = row.bytes.clone();
        }
        // `name` is the person's in a table of players, the ground's in one
        // of grounds.
        if !table.has(Column::Player) && table.has(Column::Team) {
            for (_, column) in table.header.iter_mut().filter(|(_, column)| *column == Some(Column::Name)) {
                *column = Some(Column::Player);
            }
        }
        table
    }

    pub(super) fn has(&self, wanted: Column) -> bool {
        self.header.iter().any(|(_, column)| *column == Some(wanted))
    }

    pub(super) fn shown_header(&self) -> String {
        let names: Vec<String> = self
            .header
            .iter()
            .filter(|(name, _)| !name.is_empty())
            .take(12)
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        names.join(", ")
    }

    /// Reads the next row that is not empty.
    pub(super) fn next(&mut self, row: &mut Row) -> bool {
        let mark = self.text.len() - self.text.strip_prefix('\u{feff}').unwrap_or(self.text).len();
        loop {
            // The text is UTF-8 and the rows may differ in length: nothing
            // is left to fail.
            if !self.reader.read_record(&mut row.record).unwrap_or(false) {
                return false;
            }
            let from = row.record.position().map_or(0, |position| position.byte() as usize) + mark;
            let until = (self.reader.position().byte() as usize + mark).min(self.text.len());
            row.bytes = self.row_bytes(from.min(until), until);
            if row.record.iter().any(|cell| !cell.is_empty()) {
                break;
            }
        }
        if row.record.iter().any(|cell| cell.contains('\n')) && !self.header.is_empty() {
            self.warn(
                row.bytes.clone(),
                "this row runs over several lines".to_owned(),
                "is a quotation mark left open?",
            );
        }
        let (cells, columns) = (row.record.len(), self.header.len());
        if until_end(self.text, &row.bytes) && cells < columns {
            self.warn(
                row.bytes.clone(),
                format!(
                    "the last row has {cells} cells where the table has {columns} columns, and its line has no end"
                ),
                "is the file cut off?",
            );
        }
        true
    }

    /// The reader counts remarks and blank lines before a row to it.
    fn row_bytes(&self, from: usize, until: usize) -> Range<usize> {
        let Some(text) = self.text.get(from..until) else { return from..from };
        let mut start = from;
        for line in text.split_inclusive('\n') {
            if !line.trim().is_empty() && !line.starts_with('#') {
                break;
            }
            start += line.len();
        }
        let row = &self.text[start..until];
        start..start + row.trim_end().len()
    }

    /// The cell of a column, if it is there and not empty. Where two columns
    /// have one meaning the first that is filled counts.
    pub(super) fn cell<'r>(&self, row: &'r Row, wanted: Column) -> Option<&'r str> {
        let cells = self.header.iter().zip(row.record.iter());
        let mut found = cells.filter(|((_, column), _)| *column == Some(wanted)).map(|(_, cell)| cell);
        found.find(|cell| !cell.is_empty())
    }

    pub(super) fn sym(&self, name: &str) -> Sym {
        self.people.sym(name)
    }

    /// The symbol of a cell's text.
    pub(super) fn cell_sym(&self, row: &Row, wanted: Column) -> Option<Sym> {
        self.cell(row, wanted).map(|text| self.sym(text))
    }

    /// A cell that must be a number if it is there.
    pub(super) fn number(&mut self, row: &Row, wanted: Column, what: &str, most: u32) -> Option<u32> {
        let text = self.cell(row, wanted)?;
        let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '\'' | '\u{a0}')).collect();
        let digits = digits.replace([',', '.'], if most > 1000 { "" } else { "." });
        let number = digits.parse().ok().filter(|number| *number <= most);
        if number.is_none() {
            self.unknown(row, text, what);
        }
        number
    }

    /// A cell that cannot be understood.
    pub(super) fn unknown(&mut self, row: &Row, cell: &str, what: &str) {
        let bytes = self.place(row, cell);
        self.warn(bytes, format!("`{cell}` is not {what}"), "the rest of the row is read");
    }

    /// Where a cell stands in its row.
    fn place(&self, row: &Row, cell: &str) -> Range<usize> {
        match self.text.get(row.bytes.clone()).and_then(|text| text.find(cell)) {
            Some(at) => row.bytes.start + at..row.bytes.start + at + cell.len(),
            None => row.bytes.clone(),
        }
    }

    pub(super) fn warn(&mut self, bytes: Range<usize>, message: String, help: &str) {
        self.out.push(Diagnostic::warning(super::CELL, message).at(Place::bytes(self.file, bytes)).help(help));
    }

    /// Names the columns that were not read, once for the file.
    pub(super) fn tell_unread(&mut self) {
        let unread: Vec<&str> = self
            .header
            .iter()
            .filter(|(name, column)| column.is_none() && !name.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        if unread.is_empty() {
            return;
        }
        let (shown, more) = unread.split_at(unread.len().min(8));
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        let message = format!("columns that are not read: `{}`{more}", shown.join("`, `"));
        self.out.push(
            Diagnostic::info(super::UNREAD, message)
                .at(Place::bytes(self.file, self.header_bytes.clone()))
                .help("nothing needs doing, unless one of them was meant for another: see docs/data-files.md"),
        );
    }
}

impl Row {
    pub(super) fn spot(&self) -> Spot {
        Spot::Byte(self.bytes.start as u32)
    }
}

/// Comma, semicolon or tab: whichever the header has most of.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    let count = |c: u8| header.bytes().filter(|b| *b == c).count();
    // The last of equals counts, so the comma stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|c| count(*c)).unwrap_or(b',')
}

/// Whether nothing follows, not even the end of the line: every program that
/// writes tables ends their last line.
fn until_end(text: &str, bytes: &Range<usize>) -> bool {
    text.get(bytes.end..).is_some_and(|rest| !rest.contains('\n'))
}
