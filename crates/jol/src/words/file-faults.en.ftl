# Why an attached file is not kept. The same words stand at the field and in the summary.

fault-file-empty = The file is empty. Choose the file again, or take the photo again.
fault-file-large = The file is larger than { $max_mb } MB. Choose a smaller file, or take a photo of the page instead.
fault-file-type = This kind of file cannot be kept. Choose a photo (JPEG or PNG) or a PDF.
fault-file-damaged = The file is damaged or did not arrive whole. Choose it again, or take the photo again.
fault-file-pixels = The picture is too detailed: the most is { $max_megapixels } million pixels. Set a smaller size in the camera and take the photo again.
fault-file-pdf-encrypted = The PDF is locked with a password. Save it without a password, or take a photo of the page.
fault-file-pdf-active = The PDF contains a program, a sending form or another file, so it cannot be kept. Print it to a new PDF, or take a photo of the page.
