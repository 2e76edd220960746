//! Short courses: what is taught, on which days, who has a seat and who waits, who was there and who finished.

mod catalogue;
mod seat;

pub use catalogue::{Course, CourseState, Group, GroupFault, TypedCourse, TypedGroup, Way};
pub use seat::{AttendanceRule, Enrolment, SeatFault, enrol, moves_up};
