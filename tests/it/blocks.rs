//! Blocks as what they are for: values that can be worked out by hand, fields, rows of the table, sizes
//! through consts.

use monograd::infer;
use monograd::layers::Identity;
use monograd::nalgebra::SVector;
use monograd::prelude::*;
use rand::{SeedableRng, rngs::StdRng};

#[test]
fn a_residual_adds_its_input() {
    network! { struct Net<2 => Residual(Linear(3) => ReLU => Linear(2))>; }
    let mut net = Net::zeros();
    let chain = &mut net.residual1.chain;
    chain.linear1.weight = [[1.0, -1.0, 0.0], [0.0, 0.0, 2.0]].into();
    chain.linear2.weight = [[10.0, 0.0], [20.0, 0.0], [0.0, 30.0]].into();
    // The hidden layer is relu(3, −3, 8).
    assert_eq!(net.predict(&[3.0, 4.0].into()), SVector::from([30.0 + 3.0, 240.0 + 4.0]));
}

#[test]
fn repetitions_follow_each_other() {
    const TIMES: usize = 3;
    network! { struct Net<1 => steps: Repeat(TIMES, Linear(1))>; }
    let mut net = Net::zeros();
    for (chain, (weight, bias)) in net.steps.chains.iter_mut().zip([(2.0, 1.0), (3.0, 0.0), (1.0, -5.0)]) {
        chain.linear1.weight[0] = weight;
        chain.linear1.bias[0] = bias;
    }
    let mut y = [SVector::zeros(); 40];
    net.predict_batch(&[[4.0].into(); 40], &mut y);
    assert_eq!(y, [[(4.0 * 2.0 + 1.0) * 3.0 - 5.0].into(); 40]);
    assert_eq!(Net::PARAMETERS, 6);
}

#[test]
fn vectors_are_joined_in_order() {
    network! { struct Net<2 => Concat(first: Linear(1), Identity, Linear(3, bias = false))>; }
    let mut net = Net::zeros();
    net.concat1.chain1.first.bias[0] = 7.0;
    net.concat1.chain3.linear1.weight = [[1.0, 2.0, 3.0], [0.0, 0.0, 10.0]].into();
    let mut y = [SVector::zeros(); 40];
    net.predict_batch(&[[5.0, 6.0].into(); 40], &mut y);
    assert_eq!(y, [SVector::from([7.0, 5.0, 6.0, 5.0, 10.0, 15.0 + 60.0]); 40]);
}

#[test]
fn images_are_joined_in_channels() {
    network! { struct Net<[1, 2, 2] => Concat(Identity, AvgPool2d(1), double: Conv2d(1, kernel = 1)) => [3, 2, 2]>; }
    let mut net = Net::zeros();
    net.concat1.chain3.double.weight[0][0][(0, 0)] = 2.0;
    let y = net.predict(&[1.0, 2.0, 3.0, 4.0].into());
    assert_eq!(y.as_slice(), [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0, 2.0, 4.0, 6.0, 8.0]);
}

#[test]
fn large_widths_are_joined() {
    const WIDE: usize = 1_000_003;
    network! { struct Net<3072 => Concat(Linear(2), Identity) => 3074 => Linear(1)>; }
    network! { struct Wide<WIDE => Concat(Identity, Identity) => { 2 * WIDE } => Linear(1, bias = false)>; }
    network! { struct Images<[16, 39, 40] => Concat(Conv2d(2, kernel = 5), AvgPool2d(5, stride = 1)) => Flatten => 22_680 => Linear(1)>; }
    assert_eq!(Net::PARAMETERS, 2 * 3073 + 3075);
    assert_eq!(Wide::PARAMETERS, 2_000_006);
    assert_eq!(Images::PARAMETERS, 2 * (16 * 25 + 1) + 18 * 35 * 36 + 1);
}

/// Names of rows are paths of fields, and they lie in memory in the order of the table.
#[test]
fn each_layer_of_a_block_has_a_row() {
    const TIMES: usize = 2;
    network! {
        struct Net<3
            => Residual(inner: Linear(3) => BatchNorm)
            => Repeat(2, Residual(Linear(3)))
            => Concat(Linear(1), Repeat(TIMES, Linear(3)))
            => Linear(2) => Softmax
        >;
    }
    let rows: Vec<_> = Net::SUMMARY.rows.iter().map(|row| (row.name, row.parameters, row.buffers)).collect();
    let expected = [
        ("residual1.chain.inner", 12, 0),
        ("residual1.chain.batch_norm1", 6, 6),
        ("repeat1.chains[0].residual1.chain.linear1", 12, 0),
        ("repeat1.chains[1].residual1.chain.linear1", 12, 0),
        ("concat1.chain1.linear1", 4, 0),
        ("concat1.chain2.repeat1", 24, 0),
        ("linear1", 10, 0),
        ("softmax1", 0, 0),
    ];
    assert_eq!(rows, expected);
    assert_eq!(Net::SUMMARY.parameters(), Net::PARAMETERS);
    let mut net = Net::zeros();
    net.repeat1.chains[1].residual1.chain.linear1.bias[2] = 1.0;
    let before: usize = expected[..3].iter().map(|(_, parameters, buffers)| parameters + buffers).sum();
    assert_eq!(net.parameters()[before + 11].to_bits(), 1.0_f32.to_bits());
}

/// The figures of a history know parameters from running statistics.
#[test]
fn a_history_names_the_layers_of_blocks() {
    network! { struct Net<2 => Residual(Linear(2) => norm: BatchNorm) => Linear(2) => Softmax>; }
    let x: Vec<_> = (0..64).map(|i| SVector::from([i as f32 * 100.0, 1.0 - i as f32])).collect();
    let t: Vec<_> = (0..64).map(|i| Class::of(i % 2)).collect();
    let rng = &mut StdRng::seed_from_u64(0);
    let mut net = Net::init(rng);
    let fit = net.fit(CrossEntropy, Sgd::new(1e-6)).epochs(1).batch_size(32);
    let history = fit.run(&mut net, Dataset::new(&x, &t).unwrap(), rng).unwrap();
    assert!(net.residual1.chain.norm.running_var.amax() > 1000.0);
    let csv = history.to_csv();
    assert!(csv.lines().next().unwrap().contains("residual1.chain.norm"), "{csv}");
    assert!(
        (history.epochs[0].largest_weight[1] - 1.0).abs() < 1e-3,
        "{:?}",
        history.epochs[0].largest_weight
    );
}

/// The figures of a history are those of the layer that is named, wherever buffers lie, and of its parameters
/// alone.
#[test]
fn a_history_knows_parameters_from_buffers() {
    const TIMES: usize = 2;
    network! { struct Inner<f64; 2 => Linear(2) => BatchNorm => Linear(2)>; }
    network! {
        struct Net<f64; 2
            => crate::own_layers::Counts<2>
            => first: Linear(2)
            => crate::own_layers::Tracks<2>
            => Inner
            => Repeat(TIMES, Linear(2) => BatchNorm => crate::own_layers::Counts<2>)
            => Tanh
            => Residual(crate::own_layers::Counts<2> => Linear(2))
            => last: Linear(2) => Softmax
        >;
    }
    let mut net = Net::zeros();
    net.counts1.steps.fill(1000.0);
    net.first.weight.fill_diagonal(1.0);
    net.tracks1.gain_and_steps = [SVector::from([2.0; 2]), SVector::from([1000.0; 2])];
    net.inner1.linear1.weight.fill_diagonal(3.0);
    net.inner1.batch_norm1.weight.fill(1.0);
    net.inner1.batch_norm1.running_var.fill(1000.0);
    net.inner1.linear2.weight.fill_diagonal(0.5);
    for chain in &mut net.repeat1.chains {
        chain.linear1.bias.fill(4.0);
        chain.batch_norm1.weight.fill(-1.0);
        chain.batch_norm1.running_mean.fill(1000.0);
        chain.counts1.steps.fill(1000.0);
    }
    net.residual1.chain.counts1.steps.fill(1000.0);
    net.residual1.chain.linear1.weight.fill_diagonal(5.0);
    net.last.weight.fill_diagonal(6.0);

    let x: Vec<_> = (0..8).map(|i| SVector::from([f64::from(i), f64::from(3 * i % 5)])).collect();
    let t: Vec<_> = (0..8).map(|i| Class::of(i % 2)).collect();
    let data = Dataset::new(&x, &t).unwrap();
    let mut gradient = Net::zeros();
    monograd::train::Workspace::new(&*net)
        .loss_and_gradient(&net, &CrossEntropy, data, &mut gradient)
        .unwrap();
    let fit = net.fit(CrossEntropy, Sgd::new(1e-12)).epochs(1).batch_size(8);
    let history = fit.run(&mut net, data, &mut StdRng::seed_from_u64(0)).unwrap();

    assert_eq!(history.layers, ["first", "tracks1", "inner1", "repeat1", "residual1.chain.linear1", "last"]);
    let close = |found: &[f64], wanted: &[f64]| {
        let fits = found.len() == wanted.len() && found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(fits, "{found:?} instead of {wanted:?}");
    };
    close(&history.epochs[0].largest_weight, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let norm = |parts: &[&[f64]]| parts.iter().copied().flatten().map(|g| g * g).sum::<f64>().sqrt();
    let Net { first, tracks1, residual1, last, .. } = &*gradient;
    close(
        &[0, 1, 4, 5].map(|layer| history.epochs[0].gradient_norm[layer]),
        &[
            norm(&[first.weight.as_slice(), first.bias.as_slice()]),
            norm(&[tracks1.gain_and_steps[0].as_slice()]),
            norm(&[residual1.chain.linear1.weight.as_slice(), residual1.chain.linear1.bias.as_slice()]),
            norm(&[last.weight.as_slice(), last.bias.as_slice()]),
        ],
    );
    assert_eq!(net.counts1.steps, SVector::from([1001.0; 2]));
}

/// Each row says where its layer lies.
#[test]
fn rows_start_where_their_fields_do() {
    network! {
        struct Net<f64; 3
            => crate::own_layers::Counts<3>
            => Tanh
            => Repeat(2, Residual(inner: Linear(3) => BatchNorm))
            => Concat(Linear(1), crate::own_layers::Tracks<3> => Linear(2))
            => last: Linear(2) => Softmax
        >;
    }
    let net = Net::zeros();
    let start = |name: &str| Net::SUMMARY.rows.iter().find(|row| row.name == name).expect(name).start;
    let place = |field: *const f64| (field.addr() - net.parameters().as_ptr().addr()) / size_of::<f64>();
    let second = &net.repeat1.chains[1].residual1.chain;
    assert_eq!(start("repeat1.chains[1].residual1.chain.inner"), place(second.inner.weight.as_ptr()));
    assert_eq!(
        start("repeat1.chains[1].residual1.chain.batch_norm1"),
        place(second.batch_norm1.weight.as_ptr())
    );
    assert_eq!(start("concat1.chain2.tracks1"), place(net.concat1.chain2.tracks1.gain_and_steps[0].as_ptr()));
    assert_eq!(start("concat1.chain2.linear1"), place(net.concat1.chain2.linear1.weight.as_ptr()));
    assert_eq!(start("last"), place(net.last.weight.as_ptr()));
    crate::finite_differences::check_rows::<Net>("rows");
}

/// A network as a layer, alone and in blocks, with and without a head.
#[test]
fn networks_stand_in_blocks() {
    network! { struct Gate<2 => Linear(2) => Sigmoid>; }
    network! { struct Net<2 => Residual(Gate) => Concat(Gate, Gate) => Linear(1)>; }
    let mut net = Net::zeros();
    net.linear1.weight.fill(1.0);
    assert_eq!(net.predict(&[1.0, 2.0].into()), [4.0 * 0.5].into());
    let gate = net.residual1.chain.gate1;
    assert_eq!(gate.predict(&[0.0, 0.0].into()), SVector::from([0.5, 0.5]));
}

/// Layers of blocks by their types, without the macro.
#[test]
fn blocks_by_hand() {
    let mut block: Residual<Linear<2, 2>> = Zeroable::zeroed();
    block.chain.weight.fill_diagonal(3.0);
    let repeated = Repeat { chains: [block; 2] };
    let mut y = [SVector::zeros()];
    infer(&repeated, &[[1.0, -1.0].into()], &mut y);
    assert_eq!(y[0], SVector::from([16.0, -16.0]));
    let identity: Identity<2> = Zeroable::zeroed();
    infer(&identity, &[[1.0, -1.0].into()], &mut y);
    assert_eq!(y[0], SVector::from([1.0, -1.0]));
}

/// A layer of one's own may give an image, which is joined with others.
#[test]
fn own_layers_of_images_are_joined() {
    /// The channels of an image twice over.
    #[repr(C)]
    #[derive(Clone, Copy, Pod, Zeroable)]
    #[bytemuck(crate = "monograd::bytemuck")]
    struct Twice;

    impl Layer for Twice {
        type Scalar = f32;
        type Input = Image<1, 2, 2>;
        type Output = Image<2, 2, 2>;
        type Workspace<const TILE: usize> = ();
        type Learns = Nothing;

        fn forward<S: Simd>(&self, pass: Forward<'_, Self, S>) {
            let Forward { x, y, .. } = pass;
            for (x, y) in x.iter().zip(y) {
                y.0 = [x.0[0]; 2];
            }
        }

        fn backward<const TILE: usize>(&self, pass: Backward<'_, Self, TILE>) {
            let Some(dx) = pass.dx else { return };
            for (dy, dx) in pass.dy.iter().zip(dx) {
                dx.0 = [[0, 1].map(|row| [0, 1].map(|column| dy.0[0][row][column] + dy.0[1][row][column]))];
            }
        }
    }

    network! { struct Net<[1, 2, 2] => Concat(Twice, Identity) => [3, 2, 2] => Conv2d(1, kernel = 2) => Flatten>; }
    let mut net = Net::zeros();
    net.conv2d1.weight[0][2].fill(1.0);
    assert_eq!(net.predict(&[1.0, 2.0, 3.0, 4.0].into()), [10.0].into());
}
