//! Writes rows as JSON, members in the order of the query.

use std::cell::OnceCell;
use std::io::Write as _;

use super::bind::{Column, Style};
use super::calendar::Calendar;
use super::children::{Children, Index};
use super::filter::Reach;
use super::plan::{Opened, Plan};
use super::row_set::RowSet;
use super::schema::{Table, View};
use super::value::{Value, write_date, write_time};

/// The most children of one row that are written with it; the others have pages of their own.
const MOST_CHILDREN: usize = 2_000;
/// Stands where a locator will be.
const NO_LOCATOR: &str = "000000000000000000";

pub(super) struct Writer<'a> {
    pub(super) view: View<'a>,
    version: &'a str,
    pub(super) out: &'a mut Vec<u8>,
    pub(super) opened: Vec<Opened>,
    /// Children written so far.
    pub(super) children: usize,
    calendar: OnceCell<Calendar>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(view: View<'a>, version: &'a str, out: &'a mut Vec<u8>) -> Self {
        Self {
            view,
            version,
            out,
            opened: Vec::new(),
            children: 0,
            calendar: OnceCell::new(),
        }
    }

    /// One row with its attributes. `indexes` belong to the subqueries of the shape, in order.
    pub(super) fn record(
        &mut self,
        table: &'static Table,
        shape: &[Column],
        row: u32,
        indexes: &mut [Option<Index>],
    ) {
        let id = self.attributes(table, row as usize);
        let mut indexes = indexes.iter_mut();
        for column in shape {
            self.out.push(b',');
            match column {
                Column::Field(field, style) => {
                    self.name(field.name);
                    match &id {
                        // The address has been made of it already.
                        Value::Id(_) if field.name == "Id" => self.value(&id),
                        _ => {
                            let value = (field.get)(&self.view, row as usize);
                            self.styled(&value, *style);
                        }
                    }
                }
                Column::Relation(relation, inner) => {
                    self.name(relation.name);
                    match (relation.row)(&self.view, row as usize) {
                        Some(target) => self.record(relation.target, inner, target as u32, &mut []),
                        None => self.out.extend_from_slice(b"null"),
                    }
                }
                Column::Named(name, reach, style) => self.named(name, reach, row, *style),
                Column::Children(children) => {
                    let index = indexes.next().and_then(Option::as_mut);
                    let rows = children.of(&self.view, index, row);
                    self.name(children.name());
                    self.children(children, rows);
                }
            }
        }
        self.out.push(b'}');
    }

    fn named(&mut self, name: &str, reach: &Reach, row: u32, style: Style) {
        self.name(name);
        let value = reach.value(&self.view, row as usize);
        self.styled(&value, style);
    }

    fn children(&mut self, children: &Children, rows: Vec<u32>) {
        if rows.is_empty() {
            self.out.extend_from_slice(b"null");
            return;
        }
        let total = rows.len();
        let written = total.min(MOST_CHILDREN);
        let done = written == total;
        // A Vec takes every byte.
        let _ = write!(self.out, "{{\"totalSize\":{total},\"done\":{done},");
        if !done {
            let version = self.version;
            let _ = write!(
                self.out,
                "\"nextRecordsUrl\":\"/services/data/v{version}/query/"
            );
            let at = self.out.len();
            let _ = write!(self.out, "{NO_LOCATOR}-{written}\",");
            let plan = Plan::of_rows(
                children.table(),
                children.shape.clone(),
                RowSet::list(rows.clone()),
            );
            self.opened.push(Opened { at, plan });
        }
        self.out.extend_from_slice(b"\"records\":[");
        for (place, &row) in rows.iter().take(written).enumerate() {
            if place > 0 {
                self.out.push(b',');
            }
            self.record(children.table(), &children.shape, row, &mut []);
        }
        self.children += written;
        self.out.extend_from_slice(b"]}");
    }

    /// A row of an aggregate result.
    pub(super) fn group(&mut self, names: &[(String, Style)], values: &[Value]) {
        self.out
            .extend_from_slice(b"{\"attributes\":{\"type\":\"AggregateResult\"}");
        for ((name, style), value) in names.iter().zip(values) {
            self.out.push(b',');
            self.name(name);
            self.styled(value, *style);
        }
        self.out.push(b'}');
    }

    /// Opens a record; its id.
    fn attributes(&mut self, table: &'static Table, row: usize) -> Value {
        let id = table
            .field("Id")
            .map_or(Value::Null, |field| (field.get)(&self.view, row));
        let out = &mut *self.out;
        out.extend_from_slice(b"{\"attributes\":{\"type\":\"");
        out.extend_from_slice(table.name.as_bytes());
        out.extend_from_slice(b"\",\"url\":\"/services/data/v");
        out.extend_from_slice(self.version.as_bytes());
        out.extend_from_slice(b"/sobjects/");
        out.extend_from_slice(table.name.as_bytes());
        out.push(b'/');
        out.extend_from_slice(match &id {
            Value::Id(id) => id.as_bytes(),
            _ => b"000000000000000AAA",
        });
        out.extend_from_slice(b"\"}");
        id
    }

    /// Names are letters, digits and underscores.
    fn name(&mut self, name: &str) {
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn styled(&mut self, value: &Value, style: Style) {
        match style {
            Style::Plain => self.value(value),
            Style::Format => {
                let calendar = self.calendar.get_or_init(|| Calendar::of(&self.view));
                let formatted = calendar.formatted(value);
                self.value(&formatted);
            }
        }
    }

    fn value(&mut self, value: &Value) {
        let out = &mut *self.out;
        match value {
            Value::Null => out.extend_from_slice(b"null"),
            Value::Bool(true) => out.extend_from_slice(b"true"),
            Value::Bool(false) => out.extend_from_slice(b"false"),
            Value::Number(number) => {
                let _ = write!(out, "{number}");
            }
            Value::Double(number) => {
                let _ = write!(out, "{number:?}");
            }
            Value::Time(time) => {
                out.push(b'"');
                write_time(out, *time);
                out.push(b'"');
            }
            Value::Date(date) => {
                out.push(b'"');
                write_date(out, *date);
                out.push(b'"');
            }
            Value::Text(text) => {
                let _ = serde_json::to_writer(out, text.as_ref());
            }
            Value::Id(id) => {
                out.push(b'"');
                out.extend_from_slice(id.as_bytes());
                out.push(b'"');
            }
        }
    }
}
