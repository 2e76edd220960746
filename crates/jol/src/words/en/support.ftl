# Plan, notes and messages
