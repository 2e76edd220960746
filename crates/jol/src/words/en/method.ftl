# How lists are made
method-title = How lists of work are made
method-lead = The list of vacancies for a person and the list of people for a vacancy are made by one rule, the same for everybody. Here it is, with an example to try. A list is a suggestion: people decide.
method-first = First: what has to be there
method-first-text = A vacancy is left out only for one of these reasons. The list says which it was, and how often.
method-first-far = It is farther away than the person wishes.
method-first-wage = It pays less than the person would work for.
method-first-form = It is another form of work than the person wishes.
method-first-must = The employer asks for a licence, a language, an education or months of work that the profile does not show.
method-first-skill = A skill that is missing leaves nobody out. It is told, with the course that teaches it.
method-then = Then: how much fits
method-then-text = What is left is put in order by points out of 1,000. The points order one list and are not kept as a mark of a person.
method-column-what = What counts
method-column-most = Points at most
method-column-how = How many of them
method-occupation = The occupation
method-occupation-how = All, if it was worked in or is wished for; three quarters, if one of the same unit group of ISCO was; half, if one of the same minor group was.
method-needs = What the work asks for
method-needs-how = The share of it that is there. What has to be there weighs double, what is partly there counts half. Half of the points, if the work asks for nothing.
method-near = The way to work
method-near-how = All up to 10 km, three quarters up to 30 km, half up to 100 km or if it is not known, none beyond.
method-wage = The wage
method-wage-how = All from one and a half times the wished wage on, three quarters from the wished wage on, half if one of the two is not told.
method-edition = Edition { $name } of the weights, in force since { $day }.
method-lists = The lists of occupations and skills in force have { $occupations } occupations and { $skills } skills; their version is { $version }.
method-never = What is never used
method-never-text = Sex, age, origin, the country somebody came back from, health, disability, religion and ethnicity. The rule is not given them, so they can lower nothing.
method-help-text = What makes life harder for somebody can bring help. It never lowers anything.
method-can = What you can do
method-can-correct = Correct your profile and your wishes. The list is made anew at once.
method-can-ask = Ask an officer. They see the same list with the same reasons, and can introduce you to a vacancy that the list leaves out.
method-can-object = Object. Take back your consent to job matching, and you stand in no list of people for a vacancy.
method-can-decide = Decide. No list refuses anybody anything, and no employer sees you before you say yes.
method-try = Try it
method-try-text = The vacancies are made up, the rule is the one in force. What you choose stands in the address alone and is kept nowhere.
method-try-show = Show what fits
method-not-said = Not said
method-worked = Worked in it
method-years = { $n ->
    [0] not yet, only wished for
    [one] { $n } year
   *[other] { $n } years
}
method-skill = A skill
method-skill-2 = One more skill
method-russian = Russian
method-points = { $n } of 1,000 points
method-file = The weights and the version of the lists for programs (JSON)
