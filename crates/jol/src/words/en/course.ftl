# Courses
