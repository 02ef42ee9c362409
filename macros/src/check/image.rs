//! The layers of images: convolutions, pools and what turns an image into a vector.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;

use super::{Chain, produces, span_of};
use crate::ast;
use crate::model::{Kind, Size, Value, Width, Window};
use crate::text::one_line;

/// The largest number of a window that the library's type-level arithmetic knows.
const LARGEST: usize = 1024;

/// What a message calls the pixels along a side.
const SIDES: [&str; 2] = ["rows", "columns"];

impl Chain<'_> {
    pub(super) fn conv2d(&mut self, written: &ast::Layer) {
        let image = self.image(written);
        let (out, window, bias) = self.conv2d_arguments(written);
        let out = out.unwrap_or_else(Width::unknown);
        let Some((input, window, [height, width])) = self.slide(written, window, image) else {
            return self.push_unknown(written, out, |window| Kind::Conv2d { window, bias });
        };
        self.push(written, Kind::Conv2d { window, bias }, input, Size::Image([out, height, width]));
    }

    pub(super) fn pool(&mut self, written: &ast::Layer, name: &'static str) {
        let name = Ident::new(name, span_of(&written.path));
        let image = self.image(written);
        let window = self.pool_arguments(written);
        let channels = image.as_ref().map_or_else(Width::unknown, |[channels, ..]| channels.clone());
        let Some((input, window, [height, width])) = self.slide(written, window, image) else {
            return self.push_unknown(written, Width::unknown(), |window| Kind::Pool { name, window });
        };
        self.push(written, Kind::Pool { name, window }, input, Size::Image([channels, height, width]));
    }

    pub(super) fn global_pool(&mut self, written: &ast::Layer) {
        self.no_arguments(written);
        let image = self.image(written).unwrap_or_else(|| [(); 3].map(|()| Width::unknown()));
        let features = Size::Width(image[0].clone());
        self.push(written, Kind::GlobalPool, Size::Image(image), features);
    }

    /// An image becomes a vector; a vector stays one.
    pub(super) fn flatten(&mut self, written: &ast::Layer) {
        self.no_arguments(written);
        let (input, output) = (self.size.clone(), self.flat(written));
        self.push(written, Kind::Flatten, input, output);
    }

    pub(super) fn layer_norm(&mut self, written: &ast::Layer) {
        self.no_arguments(written);
        let size = self.size.clone();
        self.push(written, Kind::LayerNorm, size.clone(), size);
    }

    /// The current shape as a vector.
    pub(super) fn flat(&mut self, written: &ast::Layer) -> Size {
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
    pub(super) fn expect_vector(&mut self, written: &ast::Layer) {
        if let Size::Image(sizes) = &self.size {
            let text = sizes.each_ref().map(|size| size.text.as_str()).join(", ");
            let layer = one_line(written);
            let name = one_line(&written.path);
            self.errors.push_with_help(
                &written.path,
                format!("`{name}` takes a vector, but {} [{text}]", produces(&self.before)),
                format!("write `Flatten => {layer}`"),
            );
            self.size = self.flat(written);
        }
    }

    /// The current image. `None`, perhaps with an error, when there is none to go on with.
    fn image(&mut self, written: &ast::Layer) -> Option<[Width; 3]> {
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
                let found = format!("{} {text}", produces(&self.before));
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

    /// Goes on after a layer whose input is not an image.
    fn push_unknown(&mut self, written: &ast::Layer, out: Width, kind: impl FnOnce(Window) -> Kind) {
        let unknown = || [Width::unknown(), Width::unknown()];
        let [height, width] = unknown();
        let input = Size::Image([Width::unknown(), height.clone(), width.clone()]);
        self.push(written, kind(Window::point()), input, Size::Image([out, height, width]));
    }

    /// Moves a window over both sides of an image: the image, the window, and the sides of what comes out. `None` after a mistake.
    fn slide(
        &mut self,
        written: &ast::Layer,
        window: Option<Window>,
        image: Option<[Width; 3]>,
    ) -> Option<(Size, Window, [Width; 2])> {
        let (window, [channels, height, width]) = (window?, image?);
        if !height.is_known || !width.is_known {
            return None;
        }
        let rows = self.slide_along(written, &window, &height, 0, None)?;
        // What is wrong in both directions is said once, about the rows.
        let first = rows.value.is_none().then(|| rows.tokens.clone());
        let columns = self.slide_along(written, &window, &width, 1, first)?;
        Some((Size::Image([channels, height, width]), window, [rows, columns]))
    }

    /// The equation `(side + padding − kernel) / stride + 1` along one side; `None`, with an error, where the window does not fit.
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
            let mut values = written.arguments.iter().flat_map(|arguments| &arguments.list);
            let place = values.find_map(|argument| first_const(&argument.value));
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
            format!("`{layer}` moves over {LARGEST} {sides} at most, but {} {length}", produces(&before))
        } else if kernel > length + start + end {
            let padded = if start + end > 0 {
                format!(", {} with padding", length + start + end)
            } else {
                String::new()
            };
            format!("`{layer}` has a window of {kernel} {sides}, but {} {length}{padded}", produces(&before))
        } else {
            return Some(Width::of((length + start + end - kernel) / stride + 1));
        };
        let list = written.arguments.iter().flat_map(|arguments| &arguments.list);
        let named = list.clone().find(|argument| argument.name.as_ref().is_some_and(|name| name == "kernel"));
        let kernel = named.or(list.clone().next()).map(|argument| &argument.value);
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

impl Window {
    /// The window that changes nothing, to go on with after a mistake.
    fn point() -> Self {
        let pair = |value| [Width::of(value), Width::of(value)];
        Self { kernel: pair(1), stride: pair(1), before: pair(0), after: pair(0) }
    }
}
