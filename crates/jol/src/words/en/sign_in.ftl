# Signing in: staff with a password and a second factor, returnees with a code by SMS.

signin-title = Sign in
signin-returnee = People back from abroad
signin-returnee-hint = You sign in with a code sent to your phone. You need no password.
signin-staff = Staff and partners
signin-staff-hint = You sign in with a login name and a password.

signin-staff-title = Login name and password
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
signin-sms-wait = { $seconds ->
    [one] You can ask for a new code in { $seconds } second.
   *[other] You can ask for a new code in { $seconds } seconds.
}
# The text of the SMS itself. It fits into one message of 70 letters.
signin-sms-message = Jol: your code is { $code }. Do not tell it to anyone.

signin-wait = { $minutes ->
    [one] There were too many wrong tries. Wait { $minutes } minute, then try again.
   *[other] There were too many wrong tries. Wait { $minutes } minutes, then try again.
}
signin-signed-out = You have signed out
signin-first = Sign in first to see this page
