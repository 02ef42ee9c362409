//! Everything is in its place: no picture is upside down.

use monograd::nalgebra::{SMatrix, SVector};
use monograd::plot::{self, Chart, Picture};
use monograd::prelude::*;

use super::{Two, place};

/// The pixels of the PNG.
struct Pixels {
    width: usize,
    rgb: Vec<u8>,
}

impl Pixels {
    fn of(picture: &Picture) -> Self {
        let bytes = picture.png().unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut rgb).unwrap();
        assert_eq!(rgb.len(), 3 * info.width as usize * info.height as usize);
        Self { width: info.width as usize, rgb }
    }

    /// The pixel at a share of the width and the height.
    fn at(&self, [x, y]: [f64; 2]) -> Tint {
        let height = self.rgb.len() / 3 / self.width;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the picture")]
        let [x, y] = [(x * self.width as f64) as usize, (y * height as f64) as usize];
        let [red, _, blue] = self.rgb[3 * (y * self.width + x)..][..3] else { unreachable!() };
        match red.cmp(&blue) {
            std::cmp::Ordering::Less => Tint::Blue,
            std::cmp::Ordering::Equal => Tint::Grey,
            std::cmp::Ordering::Greater => Tint::Orange,
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Tint {
    /// Class 0, or a negative weight.
    Blue,
    Grey,
    /// Class 1, or a positive weight.
    Orange,
}

#[test]
fn the_first_feature_goes_to_the_right_and_the_second_up() {
    let corners = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0_f32]].map(SVector::from);
    for (weight, upper_left, lower_right) in
        [([20.0, 0.0], Tint::Blue, Tint::Orange), ([0.0, 20.0], Tint::Orange, Tint::Blue)]
    {
        let mut net = Two::zeros();
        net.ask.weight = [[weight[0]], [weight[1]]].into();
        net.ask.bias = [-10.0].into();
        let answers = corners.map(|x| net.classify(&x).unwrap());
        let picture = plot::decision_boundary(&*net, Dataset::new(&corners, &answers).unwrap()).unwrap();
        let pixels = Pixels::of(&picture);
        assert_eq!(pixels.at([0.3, 0.3]), upper_left, "{weight:?}");
        assert_eq!(pixels.at([0.85, 0.8]), lower_right, "{weight:?}");
    }
}

#[test]
fn weights_are_images_row_by_row() {
    // Two images of 2×3 pixels, side by side: one pixel each.
    let mut weight = SMatrix::<f32, 2, 6>::zeros();
    weight[(0, 2)] = 1.0; // first row, third column
    weight[(1, 3)] = -1.0; // second row, first column
    let pixels = Pixels::of(&plot::weights(&weight, [2, 3]).unwrap());
    let mut tints = Vec::new();
    let height = pixels.rgb.len() / 3 / pixels.width;
    // Below the title, above the scale.
    for y in (60..height - 100).step_by(4) {
        for x in (0..pixels.width).step_by(4) {
            let place = [(x as f64 + 0.5) / pixels.width as f64, (y as f64 + 0.5) / height as f64];
            match pixels.at(place) {
                Tint::Grey => {}
                tint => tints.push((tint, place)),
            }
        }
    }
    let mean = |wanted: &Tint| {
        let found: Vec<_> = tints.iter().filter(|(tint, _)| tint == wanted).map(|(_, place)| place).collect();
        [0, 1].map(|axis| found.iter().map(|place| place[axis]).sum::<f64>() / found.len() as f64)
    };
    let ([right, upper], [left, lower]) = (mean(&Tint::Orange), mean(&Tint::Blue));
    assert!(upper < lower, "{upper} {lower}");
    // Where images are beside each other, the first one's last column is next to the second one's first.
    assert!((right - left).abs() < 0.5 && !tints.is_empty(), "{right} {left}");
}

#[test]
fn kernels_are_not_transposed() {
    let mut kernel = SMatrix::<f32, 2, 3>::zeros();
    kernel[(0, 2)] = 1.0;
    let as_kernel = plot::kernels(&[[kernel]]).unwrap().title("t").svg().unwrap();
    let mut weight = SMatrix::<f32, 1, 6>::zeros();
    weight[(0, 2)] = 1.0;
    assert_eq!(as_kernel, plot::weights(&weight, [2, 3]).unwrap().title("t").svg().unwrap());
}

#[test]
fn rows_of_a_confusion_matrix_are_the_truth() {
    // Of class 0, 12 were taken for class 1; of class 1, 34 for class 0.
    let predictions = [vec![Class::<2>::of(1); 12], vec![Class::of(0); 34]].concat();
    let truth = [vec![Class::<2>::of(0); 12], vec![Class::of(1); 34]].concat();
    let matrix = ConfusionMatrix::from_predictions(&predictions, &truth);
    let picture = plot::confusion_matrix(&matrix).unwrap().class_names(["cat", "dog"]);
    let ([x_12, y_12], [x_34, y_34]) = (place(&picture, "12"), place(&picture, "34"));
    assert!(x_12 > x_34 && y_12 < y_34);
}

#[test]
fn axes_go_to_the_right_and_up() {
    let picture = Chart::new("t", "x", "y").line("line", [(1.0, 10.0), (5.0, 30.0)]).picture().unwrap();
    assert!(place(&picture, "2")[0] < place(&picture, "4")[0]);
    assert!(place(&picture, "10")[1] > place(&picture, "30")[1]);
    let chart = Chart::new("t", "x", "y").line("line", [(1.0, 0.01), (5.0, 100.0)]).logarithmic();
    let picture = chart.picture().unwrap();
    let [low, middle, high] = ["0.1", "1", "10"].map(|tick| {
        // The x axis has a 1 too, further to the right.
        let texts = super::texts(&picture).into_iter().filter(|(text, [x, _])| text == tick && *x < 150.0);
        texts.map(|(_, [_, y])| y).next().unwrap()
    });
    assert!(((low - middle) - (middle - high)).abs() <= 2.0 && low > middle, "{low} {middle} {high}");
}

#[test]
fn pictures_that_are_compared_have_the_same_axes() {
    let chart = |y| Chart::new("t", "x", "y").line("line", [(0.0, 0.0), (1.0, y)]).picture().unwrap();
    let ticks = |picture: &Picture| super::texts(picture).iter().filter(|(text, _)| text == "10").count();
    let grid = || Picture::grid(2, [chart(1.0), chart(10.0)]);
    assert_eq!((ticks(&grid()), ticks(&grid().same_axes())), (1, 2));
}

#[test]
fn a_png_has_two_pixels_where_an_svg_has_one() {
    let chart = || Chart::new("t", "x", "y").line("line", [(0.0, 0.0), (1.0, 2.0)]).picture().unwrap();
    let size = |picture: &Picture| {
        let svg = picture.svg().unwrap();
        let document = roxmltree::Document::parse(&svg).unwrap();
        let side = |name| document.root_element().attribute(name).unwrap().parse::<f64>().unwrap();
        let pixels = Pixels::of(picture);
        assert!((2.0 * side("width") - pixels.width as f64).abs() < 1e-9);
        [pixels.width, pixels.rgb.len() / 3 / pixels.width]
    };
    assert_eq!(size(&chart()), [1100, 760]);
    assert_eq!(size(&chart().size(501, 400)), [501, 400]);
    assert_eq!(size(&Picture::grid(2, [chart(), chart(), chart()])), [2200, 1520]);
    // Too small for an axis, but not for a program.
    assert_eq!(size(&chart().size(1, 1)), [200, 200]);
}

#[test]
fn pictures_without_room_are_drawn_all_the_same() {
    let points = [[0.0, 0.0], [1.0, 1.0_f32]].map(SVector::from);
    let answers = [[true], [false]];
    let data = Dataset::new(&points, &answers).unwrap();
    let net = Two::zeros();
    let matrix = net.confusion_matrix::<2>(data).unwrap();
    let panels = || {
        [
            plot::decision_boundary(&*net, data).unwrap(),
            plot::confusion_matrix(&matrix).unwrap().class_names(["a very long name", ""]),
            plot::weights(&net.ask.weight, [1, 2]).unwrap(),
            Chart::new("t", "x", "y")
                .points("a very long name", [(0.0, 1.0)])
                .mark(0.0, "here")
                .picture()
                .unwrap(),
        ]
    };
    for columns in 1..=4 {
        let picture = Picture::grid(columns, panels()).title("A title that is much too long").size(1, 1);
        assert_eq!(Pixels::of(&picture).width, 200 * columns);
        assert!(!super::texts(&picture).is_empty());
    }
}

#[test]
fn more_classes_than_colours_differ_in_shape() {
    network! { struct Many<2 => Linear(20) => Softmax>; }

    let points = [[0.0, 0.0], [1.0, 1.0_f32]].map(SVector::from);
    let classes = [Class::of(3), Class::of(11)];
    let data = Dataset::new(&points, &classes);
    let picture = plot::decision_boundary(&*Many::zeros(), data.unwrap()).unwrap();
    // 3 and 11 have one colour.
    let svg = picture.svg().unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let legend = |name: &str| {
        let is_name = |node: &roxmltree::Node<'_, '_>| node.text().is_some_and(|text| text.trim() == name);
        let text = document.descendants().filter(roxmltree::Node::is_element).find(is_name).unwrap();
        let sign = text.prev_sibling_element().unwrap();
        (
            sign.tag_name().name().to_string(),
            sign.attribute("fill").unwrap().to_string(),
            sign.attribute("points").map(|points| points.split_whitespace().count()),
        )
    };
    let (three, eleven) = (legend("class 3"), legend("class 11"));
    assert_eq!(three.1, eleven.1);
    assert_ne!((three.0, three.2), (eleven.0, eleven.2));
}
