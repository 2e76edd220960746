//! People to places and to course seats, provably close to optimal. The engine arrives with its issue; the room is kept.
