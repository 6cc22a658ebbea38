//! How dense articles lie in time: `indexer/search/ranking/rerank.py`, in the same figures.

use pyo3::prelude::*;

use crate::panics::guarded;

/// Return of each day how much of the shares lies around it, each under a bell; 0 for no day.
///
/// What is added to a day comes in the order of the days, as Python adds it up.
#[pyfunction]
pub fn density(days: Vec<i64>, shares: Vec<f64>, bell: Vec<f64>) -> PyResult<Vec<f64>> {
    guarded(|| {
        let mut mass: Vec<(i64, f64)> = Vec::new();
        for (&day, &share) in days.iter().zip(&shares).filter(|(_, share)| **share != 0.0) {
            match mass.iter_mut().find(|(other, _)| *other == day) {
                Some((_, sum)) => *sum += share,
                None => mass.push((day, share)),
            }
        }
        let around = |day: i64| -> f64 {
            let near = mass.iter().filter_map(|&(other, mass)| {
                let height = bell.get(usize::try_from(day.abs_diff(other)).ok()?)?;
                Some(mass * height)
            });
            near.fold(0.0, |sum, each| sum + each)
        };
        Ok(days.iter().map(|&day| if day == 0 { 0.0 } else { around(day) }).collect())
    })
}
