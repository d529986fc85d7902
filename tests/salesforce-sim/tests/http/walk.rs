//! Walks through the pages of the authorize endpoint as a browser does.

use reqwest::StatusCode;

use super::bench::{Answer, Bench, PASSWORD, SERVICE, attribute};

/// A browser at one of the stand-in's hosts, with what it remembers.
pub struct Walker<'a> {
    pub bench: &'a Bench,
    pub host: String,
    pub cookie: String,
}

impl<'a> Walker<'a> {
    pub fn new(bench: &'a Bench) -> Self {
        Self::at(bench, "localhost")
    }

    pub fn at(bench: &'a Bench, name: &str) -> Self {
        let origin = bench.sim.origin();
        let port = origin.rsplit(':').next().expect("a port");
        let host = format!("{name}:{port}");
        Self {
            bench,
            host,
            cookie: String::new(),
        }
    }

    pub async fn open(&mut self, address: &str) -> Answer {
        let request = self.bench.http.get(address);
        self.send(request).await
    }

    pub async fn submit(&mut self, page: &Answer, form: &[(&str, &str)]) -> Answer {
        let action = self.bench.sim.origin() + &attribute(&page.text, "action=\"");
        let request = self.bench.http.post(action).form(form);
        self.send(request).await
    }

    pub async fn log_in(&mut self, page: &Answer) -> Answer {
        self.log_in_as(page, SERVICE, PASSWORD).await
    }

    pub async fn log_in_as(&mut self, page: &Answer, username: &str, password: &str) -> Answer {
        let form = [
            ("step", "login"),
            ("username", username),
            ("password", password),
        ];
        self.submit(page, &form).await
    }

    pub async fn decide(&mut self, page: &Answer, decision: &str) -> Answer {
        let ticket = attribute(&page.text, "name=\"ticket\" value=\"");
        let form = [
            ("step", "decide"),
            ("ticket", &ticket),
            ("decision", decision),
        ];
        self.submit(page, &form).await
    }

    /// The whole way to the callback, on the host that asks for everything on one page.
    pub async fn approve(&mut self, address: &str) -> Answer {
        let page = self.open(address).await;
        let page = self.log_in(&page).await;
        self.decide(&page, "allow").await
    }

    /// A cookie replaces the one of the same name.
    fn keep(&mut self, cookie: &str) {
        let name = cookie.split('=').next().unwrap_or_default();
        let others = self
            .cookie
            .split("; ")
            .filter(|other| !other.is_empty() && other.split('=').next() != Some(name));
        let all: Vec<&str> = others.chain([cookie]).collect();
        self.cookie = all.join("; ");
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Answer {
        let request = request
            .header("host", &self.host)
            .header("cookie", &self.cookie);
        let answer = Answer::of(request.send().await.expect("an answer")).await;
        for cookie in answer.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().expect("an ASCII header");
            self.keep(cookie.split(';').next().unwrap_or_default());
        }
        answer
    }
}

pub async fn submit(bench: &Bench, page: &Answer, form: &[(&str, &str)]) -> Answer {
    Walker::new(bench).submit(page, form).await
}

pub async fn log_in(bench: &Bench, page: &Answer, password: &str) -> Answer {
    Walker::new(bench).log_in_as(page, SERVICE, password).await
}

pub async fn decide(bench: &Bench, page: &Answer, decision: &str) -> Answer {
    Walker::new(bench).decide(page, decision).await
}

pub fn shows_login(page: &Answer) -> bool {
    page.status == StatusCode::OK && page.text.contains("id=\"login\"")
}

pub fn shows_approval(page: &Answer) -> bool {
    page.status == StatusCode::OK && page.text.contains("id=\"allow\"")
}
