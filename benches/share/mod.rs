//! One measurement: its time, and its share of the core's peak beside it.

use std::time::{Duration, Instant};

use criterion::Criterion;

use crate::peak::peak;

/// Short measurements: all benches together take a minute or two.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(100))
        .measurement_time(Duration::from_millis(400))
        .configure_from_args()
}

/// Times `work`, which costs this number of multiply-adds, and prints its speed as a share of the peak that
/// was measured around it. The share is the median.
pub(crate) fn bench(criterion: &mut Criterion, name: &str, multiply_adds: usize, mut work: impl FnMut()) {
    let (mut shares, mut speeds) = (Vec::new(), Vec::new());
    criterion.bench_function(name, |bencher| {
        bencher.iter_custom(|times| {
            let before = peak().1;
            let start = Instant::now();
            for _ in 0..times {
                work();
            }
            let time = start.elapsed();
            let speed = 2e-9 * multiply_adds as f64 * times as f64 / time.as_secs_f64();
            shares.push(speed / f64::midpoint(before, peak().1));
            speeds.push(speed);
            time
        });
    });
    // A filter on the command line leaves some out.
    if !shares.is_empty() {
        println!("{name} | {:.1} GFLOP/s | {:.1} % of peak", median(speeds), 100.0 * median(shares));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
