# What stands around every page, and the words on its buttons.

shell-name = Jol
shell-description = Work, training and support for people back from abroad
shell-skip = Skip to main content
shell-menu = Menu
shell-language = Language
shell-home = Home
shell-sign-in = Sign in
shell-sign-out = Sign out
shell-demo = This is a demonstration. Everyone in it is made up. Do not enter real information.
shell-help = Need help? Call { $phone }

shell-search = Search
shell-back = Back
shell-continue = Continue
shell-save = Save
shell-send = Send
shell-change = Change
shell-add = Add
shell-next = Next
shell-yes = Yes
shell-no = No
shell-choose = Choose
shell-not-given = Not given
shell-all = All

# Stands before the title of a page with errors, and is read aloud before each error.
shell-error-prefix = Error:
shell-problem = There is a problem
shell-problem-text = Correct what is marked and send it again. Everything else you typed is kept.

shell-nothing-found = Nothing was found
shell-found = { $n ->
    [one] { $n } record found
   *[other] { $n } records found
}
