//! The arguments of the layers that move a window: `Conv2d(6, kernel = 5, padding = "same")`,
//! `MaxPool2d((2, 3), stride = 1)`.

use quote::{ToTokens, quote};
use syn::{Expr, ExprLit, Lit};

use super::{Site, span_of};
use crate::ast::{Argument, Layer};
use crate::consts::Value;
use crate::size::{Width, Window};
use crate::text::one_line;

/// The largest number of a window that the library's type-level arithmetic knows.
pub(super) const LARGEST: usize = 1024;

/// What a number without a name is; with it go the names that a layer knows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unnamed {
    /// The channels that a convolution gives.
    Outputs,
    /// The window of a pool.
    Kernel,
}

/// The values that were written, by name.
#[derive(Default)]
pub(crate) struct WindowArguments<'a> {
    pub(crate) kernel: Option<&'a Expr>,
    stride: Option<&'a Expr>,
    padding: Option<&'a Expr>,
    pub(crate) bias: Option<bool>,
    pub(crate) outputs: Option<&'a Expr>,
    /// Whether a mistake was reported, so that what is missing is not.
    pub(crate) failed: bool,
}

impl Site<'_> {
    /// Sorts the arguments by name.
    pub(crate) fn window_arguments<'a>(
        &mut self,
        layer: &'a Layer,
        name: &str,
        unnamed: Unnamed,
    ) -> WindowArguments<'a> {
        let conv = unnamed == Unnamed::Outputs;
        let known = if conv { "`kernel`, `stride`, `padding` and `bias`" } else { "`stride`" };
        let mut sorted = WindowArguments::default();
        for argument in layer.arguments() {
            let Argument { name: written, value } = argument;
            let word = written.as_ref().map(ToString::to_string);
            let place = match word.as_deref() {
                None if conv => &mut sorted.outputs,
                None | Some("kernel") => &mut sorted.kernel,
                Some("stride") => &mut sorted.stride,
                Some("padding") if conv => &mut sorted.padding,
                Some("bias") if conv && sorted.bias.is_none() => {
                    sorted.bias = Some(self.boolean("bias", value));
                    continue;
                }
                Some("bias") if conv => {
                    self.errors.push(written, "the argument `bias` is given twice");
                    continue;
                }
                Some(_) => {
                    self.unknown_argument(name, argument, known);
                    sorted.failed = true;
                    continue;
                }
            };
            if place.is_none() {
                *place = Some(value);
                continue;
            }
            sorted.failed = true;
            match word {
                Some(word) => self.errors.push(written, format!("the argument `{word}` is given twice")),
                None if conv => self.errors.push_with_help(
                    value,
                    "`Conv2d` takes one number without a name, its outputs",
                    format!("write `kernel = {}`; the channels of the input are inferred", one_line(value)),
                ),
                None => self.errors.push_with_help(
                    value,
                    format!("`{name}` takes one number without a name, its window"),
                    format!(
                        "write `stride = {}`, or `({}, {})` for a window that is not square",
                        one_line(value),
                        "height",
                        "width"
                    ),
                ),
            }
        }
        sorted
    }

    /// The window that was written; `None`, perhaps with an error, where there is none.
    pub(crate) fn window(&mut self, layer: &str, written: &WindowArguments<'_>) -> Option<Window> {
        let kernel = self.pair(layer, "kernel", written.kernel?, 1);
        let stride = match written.stride {
            Some(stride) => self.pair(layer, "stride", stride, 1),
            None if layer == "Conv2d" => Some([Width::of(1), Width::of(1)]),
            None => kernel.clone(),
        };
        let same = written.padding.filter(|padding| is_same(padding));
        let padding = match written.padding {
            Some(padding) if same.is_none() => self.pair(layer, "padding", padding, 0),
            _ => Some([Width::of(0), Width::of(0)]),
        };
        let (kernel, stride, padding) = (kernel?, stride?, padding?);
        let Some(same) = same else {
            for axis in [0, 1] {
                self.check_padding(layer, written.padding, &kernel[axis], &padding[axis])?;
            }
            return Some(Window { kernel, stride, before: padding.clone(), after: padding });
        };
        if let Some(stride) = stride.iter().find(|stride| stride.value != Some(1)) {
            self.errors.push_with_help(
                same,
                format!("`padding = \"same\"` needs a stride of 1, found {}", stride.text),
                "write the padding as a number",
            );
            return None;
        }
        let (before, after) = (self.same(&kernel, false), self.same(&kernel, true));
        Some(Window { kernel, stride, before, after })
    }

    /// The padding that keeps the size: of an odd number of zeros the last one goes after the image, as
    /// PyTorch has it.
    fn same(&mut self, kernel: &[Width; 2], after: bool) -> [Width; 2] {
        kernel.each_ref().map(|kernel| match kernel.value {
            Some(kernel) if after => Width::of(kernel / 2),
            Some(kernel) => Width::of((kernel - 1) / 2),
            None => {
                let (tokens, span) = (&kernel.tokens, span_of(&kernel.tokens));
                let written =
                    if after { quote!({ #tokens / 2 }) } else { quote!({ #tokens.saturating_sub(1) / 2 }) };
                self.define(Value::Written(written), "…".to_owned(), span)
            }
        })
    }

    /// `padding < kernel`, where both are known.
    fn check_padding(
        &mut self,
        layer: &str,
        place: Option<&Expr>,
        kernel: &Width,
        padding: &Width,
    ) -> Option<()> {
        let (Some(kernel), Some(padding)) = (kernel.value, padding.value) else { return Some(()) };
        if padding < kernel {
            return Some(());
        }
        let message = format!(
            "the padding of `{layer}` is smaller than its kernel, which is {kernel}, found {padding}"
        );
        self.errors.push(place, message);
        None
    }

    /// A number for both sides, or `(height, width)`.
    fn pair(&mut self, layer: &str, name: &str, value: &Expr, least: usize) -> Option<[Width; 2]> {
        match value {
            Expr::Tuple(tuple) if tuple.elems.len() == 2 => {
                let [height, width] = [0, 1].map(|i| self.side(layer, name, &tuple.elems[i], least));
                Some([height?, width?])
            }
            _ => self.side(layer, name, value, least).map(|side| [side.clone(), side]),
        }
    }

    /// One number of a window.
    fn side(&mut self, layer: &str, name: &str, value: &Expr, least: usize) -> Option<Width> {
        let text = one_line(value);
        let message = match value {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) if number.suffix().is_empty() => {
                match number.base10_parse::<usize>() {
                    Ok(value) if value < least => format!("is at least {least}, found {value}"),
                    Ok(value) if value <= LARGEST => return Some(Width::of(value)),
                    _ => format!("is at most {LARGEST}, found {text}"),
                }
            }
            Expr::Path(_) | Expr::Block(_) | Expr::Group(_) => {
                let written = Value::Written(value.to_token_stream());
                return Some(self.define(written, text, span_of(value)));
            }
            _ if name == "padding" => {
                format!("is a number, `(height, width)` or `\"same\"`, found `{text}`")
            }
            _ => format!("is a number or `(height, width)`, found `{text}`"),
        };
        self.errors.push(value, format!("the {name} of `{layer}` {message}"));
        None
    }
}

/// `"same"`
fn is_same(value: &Expr) -> bool {
    matches!(value, Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if text.value() == "same")
}
