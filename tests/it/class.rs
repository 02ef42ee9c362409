//! Class labels: what they hold, what they refuse, how they print.

use std::collections::HashSet;

use monograd::data::Class;

#[test]
fn every_class_below_the_number_of_classes_and_no_other() {
    for index in 0..10 {
        assert_eq!(Class::<10>::new(index).unwrap(), Class::ALL[index]);
        assert_eq!(Class::<10>::ALL[index].index(), index);
    }
    for index in [10, 11, 255, u32::MAX as usize, usize::MAX] {
        let message = format!("class {index} does not exist; there are 10 classes, counted from 0");
        assert_eq!(Class::<10>::new(index).unwrap_err().to_string(), message);
        assert_eq!(Class::<10>::try_from(index).unwrap_err().to_string(), message);
    }
    // A number that fits the range only after it lost its upper half.
    assert!(Class::<{ usize::MAX }>::new((1 << 32) + 3).is_err());
}

#[test]
fn no_classes_no_label() {
    assert_eq!(Class::<0>::ALL, []);
    let error = Class::<0>::new(0).unwrap_err();
    assert_eq!(error.to_string(), "class 0 does not exist; there are 0 classes, counted from 0");
}

#[test]
#[should_panic(
    expected = "class 18446744073709551615 does not exist; there are 1234567890 classes, counted from 0"
)]
#[cfg(target_pointer_width = "64")]
fn the_longest_message_names_both_numbers() {
    let _ = Class::<1_234_567_890>::of(usize::MAX);
}

#[test]
fn order_hash_and_print() {
    const THREE: Class<10> = Class::of(3);
    assert!(THREE < Class::of(4));
    assert_eq!(HashSet::from([THREE, THREE, Class::of(4)]).len(), 2);
    assert_eq!(format!("{THREE} {THREE:?} {THREE:>2}"), "3 Class(3)  3");
    assert_eq!(size_of::<Class<10>>(), 4);
    assert_eq!(usize::from(THREE), 3);
}
