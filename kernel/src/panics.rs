//! Panics, made ordinary errors: as Rust's bindings raise them they are no Exception, and would end
//! a process that catches every one of those.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// Do some work; a panic in it raises RuntimeError.
pub fn guarded<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    // What a panic may leave half done are memories, which locks show as poisoned.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let text = what_panicked(&*panic);
        Err(PyRuntimeError::new_err(format!("the compiled kernel failed: {text}")))
    })
}

/// Return what a panic says.
pub fn what_panicked(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("it does not say why")
}

/// Panic, so that a test sees what comes of it. Raises RuntimeError.
#[pyfunction]
pub fn fail_on_purpose() -> PyResult<()> {
    guarded(|| panic!("on purpose"))
}
