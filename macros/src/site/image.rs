//! Images: what turns one into a vector, and windows that move over one.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Expr;

use super::window::LARGEST;
use super::{Site, span_of};
use crate::ast;
use crate::built_in::{BuiltIn, Checked};
use crate::consts::Value;
use crate::size::{Size, Width, Window};
use crate::text::one_line;

/// What a message calls the pixels along a side.
const SIDES: [&str; 2] = ["rows", "columns"];

impl Site<'_> {
    /// The current shape as a vector.
    pub(crate) fn flat(&mut self, written: &ast::Layer) -> Size {
        let Size::Image([c, h, w]) = &self.size else { return self.size.clone() };
        if self.size.is_unknown() {
            return Size::Width(Width::unknown());
        }
        let known = c.value.zip(h.value).zip(w.value);
        let product = known.map(|((c, h), w)| c.checked_mul(h).and_then(|pixels| pixels.checked_mul(w)));
        Size::Width(match product {
            Some(Some(features)) => Width::of(features),
            Some(None) => {
                let message = format!("`{}` gives more features than `usize` holds", one_line(written));
                self.errors.push(written, message);
                Width::unknown()
            }
            None => {
                let (text, [c, h, w]) = (format!("{} · {} · {}", c.text, h.text, w.text), [c, h, w]);
                let [c, h, w] = [&c.tokens, &h.tokens, &w.tokens];
                self.define(Value::Written(quote!({ #c * #h * #w })), text, span_of(&written.path))
            }
        })
    }

    /// A layer of vectors after an image is one error, and goes on with the vector that was meant.
    pub(crate) fn expect_vector(&mut self, written: &ast::Layer) {
        if let Size::Image(sizes) = &self.size {
            let text = sizes.each_ref().map(|size| size.text.as_str()).join(", ");
            let layer = one_line(written);
            let name = one_line(&written.path);
            self.errors.push_with_help(
                &written.path,
                format!("`{name}` takes a vector, but {} [{text}]", self.produces()),
                format!("write `Flatten => {layer}`"),
            );
            self.size = self.flat(written);
        }
    }

    /// The current image. `None`, perhaps with an error, when there is none to go on with.
    pub(crate) fn image(&mut self, written: &ast::Layer) -> Option<[Width; 3]> {
        match &self.size {
            Size::Image(sizes) => Some(sizes.clone()),
            Size::OutputOf(path) => {
                let (path, span) = (path.clone(), span_of(&written.path));
                let mut first = None;
                Some([0, 1, 2].map(|axis| {
                    let (layer, before) = (one_line(&written.path), self.before.clone());
                    let value =
                        Value::Dimension { layer, before, path: path.clone(), axis, first: first.clone() };
                    let size = self.define(value, "…".to_owned(), span);
                    first.get_or_insert_with(|| size.tokens.clone());
                    size
                }))
            }
            Size::Width(width) if !width.is_known => None,
            Size::Width(Width { text, .. }) => {
                let found = format!("{} {text}", self.produces());
                let name = one_line(&written.path);
                self.errors.push_with_help(
                    &written.path,
                    format!("`{name}` takes an image, but {found}"),
                    "an image is `[channels, height, width]`: start the network with `[1, 28, 28]`, for example",
                );
                None
            }
            Size::InputOf(_) => None,
        }
    }

    /// Moves the window of a layer over both sides of an image. `out` gives the channels that come out, for
    /// those that go in.
    pub(crate) fn slide<L: BuiltIn + 'static>(
        &mut self,
        written: &ast::Layer,
        window: Option<Window>,
        image: Option<[Width; 3]>,
        layer: impl FnOnce(Window) -> L,
        out: impl FnOnce(&Width) -> Width,
    ) -> Checked {
        let sides = window.as_ref().zip(image.as_ref());
        let sides = sides
            .and_then(|(window, [_, height, width])| self.slide_along_both(written, window, [height, width]));
        let (window, image, [rows, columns]) = match (window, image, sides) {
            (Some(window), Some(image), Some(sides)) => (window, image, sides),
            // To go on with after a mistake.
            _ => (Window::point(), [(); 3].map(|()| Width::unknown()), [(); 2].map(|()| Width::unknown())),
        };
        let output = Size::Image([out(&image[0]), rows, columns]);
        Checked { layer: Box::new(layer(window)), input: Size::Image(image), output }
    }

    /// The sides of what comes out. `None` after a mistake.
    fn slide_along_both(
        &mut self,
        written: &ast::Layer,
        window: &Window,
        [height, width]: [&Width; 2],
    ) -> Option<[Width; 2]> {
        if !height.is_known || !width.is_known {
            return None;
        }
        let rows = self.slide_along(written, window, height, 0, None)?;
        // What is wrong in both directions is said once, about the rows.
        let first = rows.value.is_none().then(|| rows.tokens.clone());
        let columns = self.slide_along(written, window, width, 1, first)?;
        Some([rows, columns])
    }

    /// The equation `(side + padding − kernel) / stride + 1` along one side; `None`, with an error, where the
    /// window does not fit.
    fn slide_along(
        &mut self,
        written: &ast::Layer,
        window: &Window,
        side: &Width,
        axis: usize,
        first: Option<TokenStream>,
    ) -> Option<Width> {
        let (layer, before) = (one_line(written), self.before.clone());
        let [kernel, stride] = [&window.kernel, &window.stride].map(|sizes| sizes[axis].value);
        let padding = window.before[axis].value.zip(window.after[axis].value);
        let (Some(length), Some(kernel), Some(stride), Some((start, end))) =
            (side.value, kernel, stride, padding)
        else {
            let place = written.arguments().find_map(|argument| first_const(&argument.value));
            let span = span_of(place.unwrap_or_else(|| written.path.to_token_stream()));
            let value = Value::Output {
                layer,
                before,
                side: side.clone(),
                axis,
                window: Box::new(window.clone()),
                first,
            };
            return Some(self.define(value, "…".to_owned(), span));
        };
        let sides = SIDES[axis];
        let message = if length > LARGEST {
            format!("`{layer}` moves over at most {LARGEST} {sides}, but {} {length}", self.produces())
        } else if kernel > length + start + end {
            let padded = if start + end > 0 {
                format!(", {} with padding", length + start + end)
            } else {
                String::new()
            };
            format!("`{layer}` has a window of {kernel} {sides}, but {} {length}{padded}", self.produces())
        } else {
            return Some(Width::of((length + start + end - kernel) / stride + 1));
        };
        let mut list = written.arguments();
        let named = list.clone().find(|argument| argument.name.as_ref().is_some_and(|name| name == "kernel"));
        let kernel = named.or(list.next()).map(|argument| &argument.value);
        self.errors.push(kernel, message);
        None
    }
}

/// The first const in an argument, where a message about its value belongs.
fn first_const(value: &Expr) -> Option<TokenStream> {
    match value {
        Expr::Path(_) | Expr::Block(_) | Expr::Group(_) => Some(value.to_token_stream()),
        Expr::Tuple(tuple) => tuple.elems.iter().find_map(first_const),
        _ => None,
    }
}
