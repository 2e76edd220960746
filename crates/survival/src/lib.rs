//! Curves of time to an event, with people still waiting treated as such. The engine arrives with its issue; the room is kept.
