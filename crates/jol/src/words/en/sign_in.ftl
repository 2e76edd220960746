# Signing in: staff with a password and a second factor, returnees with a code by SMS.

signin-title = Sign in
signin-returnee = People back from abroad
signin-returnee-hint = You sign in with a code sent to your phone. You need no password.
signin-staff = Staff and partners
signin-staff-hint = You sign in with a login name and a password.

signin-login = Login name
signin-password = Password
signin-password-forgotten = If you forgot your password, ask your administrator. They can let you set a new one.
signin-wrong = The login name or the password is wrong. Check the letters and the language of the keyboard.

signin-second-title = Second check
signin-second-text = Open your authenticator app and enter the code it shows for “Jol”.
signin-second-code = Code from the app
signin-second-code-hint = 6 digits. The code changes every 30 seconds.
signin-second-wrong = The code did not match. Wait for a new one and enter that. Check that the clock of your phone is right.
signin-use-recovery = I do not have my phone with me
signin-recovery-title = Recovery code
signin-recovery-text = Enter one of the codes you were given when you set up the second check. Each code works once.
signin-recovery-code = Recovery code
signin-recovery-wrong = This code is wrong or was already used. Enter another one.
signin-recovery-left = { $n ->
    [one] { $n } recovery code left
   *[other] { $n } recovery codes left
}

signin-setup-title = Set up the second check
signin-setup-text = The second check protects your account even if someone learns your password. You need an authenticator app on your phone.
signin-setup-scan = Scan this picture with the app
signin-setup-key = If you cannot scan it, type this key into the app
signin-setup-code = The code the app shows
signin-setup-done = The second check is set up
signin-codes-title = Your recovery codes
signin-codes-text = Print these codes or write them down, and keep them where others cannot see them. If you lose your phone, you sign in with them. They are not shown again.
signin-codes-kept = I have kept the codes

signin-phone-title = Your phone number
signin-phone = Phone number
signin-phone-hint = The number you gave when you registered. For example: 0555 123 456
signin-phone-send = Send me a code
signin-phone-none = No phone, or a new number? Come to the nearest office and an officer will help you.

signin-sms-title = Code from the SMS
# The same whether the number is known or not, so that nobody can find out who is registered.
signin-sms-text = If the number { $phone } is registered, a code was sent to it by SMS.
signin-sms-code = Code
signin-sms-code-hint = 6 digits
signin-sms-again = Send a new code
signin-sms-wrong = The code is wrong. Look at the SMS and enter it again.
signin-sms-expired = The code has expired. Ask for a new one.
signin-sms-wait = { $minutes ->
    [one] The code was sent several times already. You can ask for a new one in { $minutes } minute.
   *[other] The code was sent several times already. You can ask for a new one in { $minutes } minutes.
}
# The text of the SMS itself. It fits into one message of 70 letters.
signin-sms-message = Jol: your code is { $code }. Do not tell it to anyone.

signin-wait = { $minutes ->
    [one] There were too many wrong tries. Wait { $minutes } minute, then try again.
   *[other] There were too many wrong tries. Wait { $minutes } minutes, then try again.
}
signin-signed-out = You have signed out
signin-first = Sign in first to see this page

signin-by-phone = Sign in with your phone
signin-show = Show
signin-hide = Hide
signin-demo-code = In the demonstration you need no app. The code now: { $code }
signin-signed-out-text = Your account is no longer open on this device.
signin-kept-title = What you typed is kept
signin-kept-text = You are signed in again. You need not type anything twice: press the button to send it. If you attached a file, choose it again.
signin-who-title = Is it you?
signin-who-text = We have seen that the number is yours. Several people may share one number, so enter your date of birth as well.
signin-who-wrong = This date does not match what we have. Check it and enter it again. If the number used to be somebody else’s, or your date of birth was not written down, come to the nearest office.
signin-who-several = More than one record fits this number and date. Come to the nearest office: an officer will find out which one is yours.
signin-who-too-often = The date was wrong too many times. Try again tomorrow, or come to the nearest office and an officer will help you.
signin-who-other-title = Not registered yet?
signin-who-other-text = If somebody else in your family is registered with this number, you can register with the same one.
signin-who-other = I am not registered yet
