//! Class labels: what they hold, what they refuse, how they print.

use std::collections::HashSet;

use monograd::data::Class;

#[test]
fn every_class_below_the_number_of_classes_and_no_other() {
    for index in 0..10 {
        assert_eq!(Class::<10>::new(index).map(Class::index), Some(index));
    }
    for index in [10, 11, 255, u32::MAX as usize, usize::MAX] {
        assert_eq!(Class::<10>::new(index), None);
        assert!(Class::<10>::try_from(index).is_err());
    }
    // A number that fits the range only after it lost its upper half.
    assert_eq!(Class::<{ usize::MAX }>::new((1 << 32) + 3), None);
}

#[test]
fn no_classes_no_label() {
    assert_eq!(Class::<0>::new(0), None);
    let error = Class::<0>::try_from(0).unwrap_err();
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
