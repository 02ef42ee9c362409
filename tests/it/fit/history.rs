//! The result of a training run, in numbers and as text.

use std::fs;

use monograd::FileError;
use monograd::prelude::*;

use super::{Net, points, rng, set};

/// Two epochs with and without validation data, and a metric whose name and value are awkward.
fn history(with_validation: bool) -> (Boxed<Net>, History) {
    let (training, validation) = (points(50, 2), points(20, 3));
    let mut net = Net::init(&mut rng());
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).batch_size(20).epochs(2);
    let fit = fit.metric("a \"quoted\", odd\n\\name", |_, _| f64::NAN);
    let fit = if with_validation { fit.validation(set(&validation)) } else { fit };
    let history = fit.run(&mut net, set(&training), &mut rng()).unwrap();
    (net, history)
}

#[test]
fn layers_have_their_figures() {
    let (net, history) = history(true);
    assert_eq!((history.network, &history.layers[..]), ("Net", &["first", "second"][..]));
    let last = history.last().unwrap();
    let largest = |parameters: &[f32]| parameters.iter().fold(0.0, |a: f32, w| a.max(w.abs()));
    let (first, second) = net.parameters().split_at(3 * 8 + 8);
    assert_eq!(last.largest_weight, [largest(first), largest(second)].map(f64::from));

    // 20 of 50 samples, spread evenly.
    let (x, t) = points(50, 2);
    let spread = (0..20).map(|i| (x[i * 50 / 20], t[i * 50 / 20]));
    let (x, t): (Vec<_>, Vec<_>) = spread.unzip();
    let (mut gradient, mut workspace) = (Net::zeros(), Workspace::new(&*net));
    workspace.loss_and_gradient(&net, &CrossEntropy, Dataset::new(&x, &t).unwrap(), &mut gradient).unwrap();
    let (first, second) = gradient.parameters().split_at(3 * 8 + 8);
    let norm = |gradient: &[f32]| gradient.iter().map(|g| f64::from(*g).powi(2)).sum::<f64>().sqrt();
    for (ours, wanted) in last.gradient_norm.iter().zip([norm(first), norm(second)]) {
        assert!((ours - wanted).abs() < 1e-6 * wanted, "{ours}, wanted {wanted}");
    }
}

#[test]
fn layers_without_figures() {
    let points = points(20, 2);
    let mut net = Net::init(&mut rng());
    let fit = net.fit(CrossEntropy, Sgd::new(0.1)).epochs(1).layer_figures(false);
    let history = fit.run(&mut net, set(&points), &mut rng()).unwrap();
    assert!(history.layers.is_empty() && history.epochs[0].gradient_norm.is_empty());
    let table = history.to_string();
    assert!(!table.contains("max |w|") && !table.contains("validation loss"), "{table}");
}

#[test]
fn a_table_has_a_line_for_each_epoch() {
    let (_, history) = history(true);
    let table = history.to_string();
    // The metric's name has a line break in it.
    let mut lines = table.lines().skip(2);
    for (epoch, line) in history.epochs.iter().zip(&mut lines) {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        assert_eq!(cells[0], epoch.epoch.to_string());
        assert_eq!(cells[1], format!("{:.4}", epoch.loss));
        assert_eq!(cells[2], format!("{:.4}", epoch.validation_loss.unwrap()));
        assert_eq!(cells[3..5], ["NaN", "0.1000"]);
    }
    assert_eq!(lines.next(), None);
}

#[test]
fn csv_gives_every_figure_back() {
    for with_validation in [true, false] {
        let (_, history) = history(with_validation);
        let csv = history.to_csv();
        let (headings, rows) = csv.rsplit_once("seconds\n").expect("headings");
        assert_eq!(
            headings,
            "epoch,steps,samples,loss,validation_loss,\"a \"\"quoted\"\", odd\n\\name\",learning_rate,\
             max_weight.first,max_weight.second,gradient_norm.first,gradient_norm.second,"
        );
        for (row, epoch) in rows.lines().zip(&history.epochs) {
            let cells: Vec<_> = row.split(',').collect();
            assert_eq!(cells[..3], [epoch.epoch.to_string().as_str(), "3", "50"]);
            assert_eq!(cells[3].parse(), Ok(epoch.loss));
            assert_eq!(cells[4].parse().ok(), epoch.validation_loss);
            assert_eq!((cells[5], cells[6]), ("NaN", "0.1"));
            assert_eq!(cells[10].parse(), Ok(epoch.gradient_norm[1]));
            assert_eq!(cells[11].parse(), Ok(epoch.time.as_secs_f64()));
        }
        assert_eq!(rows.lines().count(), 2);
    }
}

#[test]
fn json_is_json() {
    for with_validation in [true, false] {
        let (_, history) = history(with_validation);
        let json: serde_json::Value = serde_json::from_str(&history.to_json()).expect("JSON");
        assert_eq!(json["network"], "Net");
        assert_eq!((&json["layers"][1], &json["ended"]), (&"second".into(), &"finished".into()));
        assert_eq!(json["best_epoch"], history.best().unwrap().epoch);
        for (i, epoch) in history.epochs.iter().enumerate() {
            let json = &json["epochs"][i];
            let near = |json: &serde_json::Value, x: f64| (json.as_f64().unwrap() - x).abs() < 1e-12;
            assert!(json["epoch"] == i + 1 && near(&json["loss"], epoch.loss), "{json}");
            assert_eq!(json["validation_loss"].is_null(), !with_validation);
            assert_eq!(json["metrics"].as_object().unwrap().len(), 1);
            assert!(json["metrics"]["a \"quoted\", odd\n\\name"].is_null());
            assert!(near(&json["gradient_norm"][1], epoch.gradient_norm[1]), "{json}");
        }
    }
}

#[test]
fn files_are_written_whole_or_not_at_all() {
    let (_, history) = history(true);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.csv");
    fs::write(&path, "old").unwrap();
    history.write_csv(&path).unwrap();
    history.write_json(folder.path().join("history.json")).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), history.to_csv());
    assert_eq!(fs::read_to_string(folder.path().join("history.json")).unwrap(), history.to_json());
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing else is left");

    // There is a folder in the place of the file.
    let occupied = folder.path().join("occupied");
    fs::create_dir_all(occupied.join("inside")).unwrap();
    let error = history.write_csv(&occupied).unwrap_err();
    assert!(matches!(&error, FileError::Write { path, .. } if *path == occupied), "{error:?}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3, "no temporary file is left");
    let missing = history.write_json(folder.path().join("missing/history.json")).unwrap_err();
    assert!(missing.to_string().contains("missing/history.json`: "), "{missing}");
}
