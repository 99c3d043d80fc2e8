//! Every component on one page, to be looked at. Only in a demonstration.

use crate::page::Pager;
use crate::{Access, Answer, Ctx, FieldErrors, Form, FormData, Msg, Page, Routes, page};
use askama::Template;

pub fn routes() -> Routes {
    Routes::new().get("/styleguide", Access::Demo, show).post("/styleguide", Access::Demo, submit)
}

#[derive(Template)]
#[template(path = "styleguide.html")]
struct Guide {
    page: Page,
    form: Form,
    pager: Pager,
}

impl Guide {
    fn new(ctx: &Ctx, form: Form) -> Guide {
        let page = ctx.page("styleguide-title").back("/").refused(form.is_refused());
        Guide { page, form, pager: Pager::new(3, 900, 100, "/styleguide") }
    }
}

async fn show(ctx: Ctx) -> Answer {
    page::show(&Guide::new(&ctx, Form::new(ctx.t)))
}

async fn submit(ctx: Ctx, data: FormData) -> Answer {
    data.key()?;
    let mut errors = FieldErrors::new();
    if data.get("title").trim().is_empty() {
        errors.add("title", Msg::new("form-required"));
    }
    page::refuse(&Guide::new(&ctx, Form::refused(ctx.t, &data, errors)))
}
