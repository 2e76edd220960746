# Employers and vacancies
