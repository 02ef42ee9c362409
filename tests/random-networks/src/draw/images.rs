//! The start of a network that takes an image.

use super::{Draw, NORM, Part};

impl Draw {
    /// The number of inputs, and the steps from an image of that size to a vector.
    pub(super) fn image(&mut self) -> (usize, Part) {
        let mut size = [self.up_to(2), 2 + self.up_to(3), 2 + self.up_to(3)];
        let inputs = size.iter().product();
        let (mut steps, mut parameters) = (vec![format!("{size:?}")], 0);
        for _ in 0..self.up_to(3) {
            let (layer, more) = self.image_layer(&mut size);
            steps.push(layer);
            parameters += more;
            if self.one_in(3) {
                steps.push(format!("{size:?}"));
            }
        }
        if self.one_in(4) {
            steps.push("GlobalAvgPool2d".to_owned());
            return (inputs, Part { steps, width: size[0], parameters });
        }
        steps.push("Flatten".to_owned());
        (inputs, Part { steps, width: size.iter().product(), parameters })
    }

    /// A layer or a block of images, and its parameters.
    fn image_layer(&mut self, size: &mut [usize; 3]) -> (String, usize) {
        let [c, h, w] = *size;
        match self.up_to(8) {
            1 => self.conv2d(size),
            2 => (NORM.to_owned(), 2 * c),
            3 => ("LayerNorm".to_owned(), 2 * c * h * w),
            4 => (self.one_of(super::ACTIVATIONS).to_owned(), 0),
            5 => {
                let (kernel, stride) = (self.up_to(h.min(w).min(3)), self.up_to(2));
                *size = [c, (h - kernel) / stride + 1, (w - kernel) / stride + 1];
                let pool = self.one_of(&["MaxPool2d", "AvgPool2d"]);
                (format!("{pool}({kernel}, stride = {stride})"), 0)
            }
            6 => {
                let conv = format!("Conv2d({c}, kernel = 3, padding = \"same\")");
                (format!("Residual({conv} => {NORM} => Tanh)"), c * c * 9 + c + 2 * c)
            }
            7 => {
                let out = self.up_to(2);
                size[0] = c + out;
                (format!("Concat(Identity, Conv2d({out}, kernel = 1) => Dropout(0.2))"), out * c + out)
            }
            _ => {
                let times = self.up_to(2);
                let chain = format!("Conv2d({c}, kernel = 3, padding = 1, bias = false) => Tanh");
                (format!("Repeat({times}, {chain})"), times * c * c * 9)
            }
        }
    }

    fn conv2d(&mut self, size: &mut [usize; 3]) -> (String, usize) {
        let [c, h, w] = *size;
        let (out, kh, kw) = (self.up_to(2), self.up_to(h.min(3)), self.up_to(w.min(3)));
        let (stride, padding) = (self.up_to(2), self.up_to(kh.min(kw)) - 1);
        let side = |side: usize, kernel: usize| (side + 2 * padding - kernel) / stride + 1;
        *size = [out, side(h, kh), side(w, kw)];
        let numbers = format!("kernel = ({kh}, {kw}), stride = {stride}, padding = {padding}");
        (format!("Conv2d({out}, {numbers})"), out * (c * kh * kw + 1))
    }
}
