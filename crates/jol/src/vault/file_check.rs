//! Files from outside: what may be kept, and in which shape.
//!
//! A file is what its bytes say, whatever its name or its sender claim. Pictures are decoded and drawn anew, so the place where
//! a photo was taken, the telephone's number, and anything hung on behind the picture do not reach the store. A PDF cannot
//! be drawn anew here: it is kept as it came, up to its last end mark, if it is not encrypted and shows no action that runs by itself.
//!
//! A PDF may hide an action in a compressed part that is not looked into. So PDFs are only ever offered for download, never shown
//! inside a page.
//!
//! Checking takes a second and some hundred megabytes at worst: call [`check`] through [`super::FewAtOnce`].

use std::io::Cursor;

use domain::fault::Fault;
use image::{
    DynamicImage, GenericImageView, ImageDecoder, ImageError, ImageReader, Limits,
    codecs::jpeg::JpegEncoder, imageops::FilterType,
};

/// A photo of a page from a telephone has 2 to 6 MB.
pub const MAX_MB: usize = 10;
/// Cheap telephones claim up to 50 megapixels but send pictures of 12.
pub const MAX_MEGAPIXELS: u64 = 40;
/// The longer side of a kept picture. A page of A4 still has 200 dots per inch.
const LONGEST_SIDE: u32 = 2400;
const JPEG_QUALITY: u8 = 85;
/// What decoding may take. Only a picture of 16 bits per channel comes near.
const MAX_DECODED_BYTES: u64 = 256 << 20;

/// The kinds of files that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Jpeg,
    Png,
    Pdf,
}

impl Kind {
    /// What the file is served as.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }

    /// How the name of a downloaded file ends.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Pdf => "pdf",
        }
    }

    fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

/// A file in the shape in which it may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub kind: Kind,
    pub bytes: Vec<u8>,
}

/// Why a file is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("the file is empty")]
    Empty,
    #[error("the file has more than {MAX_MB} MB")]
    TooLarge,
    #[error("the file is neither a JPEG, a PNG nor a PDF, or not what it is said to be")]
    Type,
    #[error("the file is damaged or cut short")]
    Damaged,
    #[error("the picture has more than {MAX_MEGAPIXELS} megapixels")]
    TooManyPixels,
    #[error("the PDF is encrypted")]
    EncryptedPdf,
    #[error("the PDF holds a program, a form that sends, or another file")]
    ActivePdf,
}

impl Fault for FileFault {
    fn key(&self) -> &'static str {
        match self {
            Self::Empty => "fault-file-empty",
            Self::TooLarge => "fault-file-large",
            Self::Type => "fault-file-type",
            Self::Damaged => "fault-file-damaged",
            Self::TooManyPixels => "fault-file-pixels",
            Self::EncryptedPdf => "fault-file-pdf-encrypted",
            Self::ActivePdf => "fault-file-pdf-active",
        }
    }

    fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge => vec![("max_mb", MAX_MB.to_string())],
            Self::TooManyPixels => vec![("max_megapixels", MAX_MEGAPIXELS.to_string())],
            _ => vec![],
        }
    }
}

/// Turns a file from outside into one that may be kept, or says what is wrong with it.
///
/// `declared` is the type the sender states, or nothing. Telephones call a PNG a JPEG, which does no harm; a PDF that
/// calls itself a picture is up to something.
pub fn check(bytes: &[u8], declared: &str) -> Result<Checked, FileFault> {
    if bytes.is_empty() {
        return Err(FileFault::Empty);
    }
    if bytes.len() > MAX_MB << 20 {
        return Err(FileFault::TooLarge);
    }
    let kind = kind_of(bytes).ok_or(FileFault::Type)?;
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let fits = match declared.as_str() {
        "" | "application/octet-stream" => true,
        "application/pdf" => kind == Kind::Pdf,
        other => kind.is_picture() && other.starts_with("image/"),
    };
    if !fits {
        return Err(FileFault::Type);
    }
    let (kind, bytes) = match kind {
        Kind::Jpeg => draw_anew(&bytes[..jpeg_end(bytes).ok_or(FileFault::Damaged)?], kind)?,
        Kind::Png => draw_anew(&bytes[..png_end(bytes).ok_or(FileFault::Damaged)?], kind)?,
        Kind::Pdf => (kind, check_pdf(bytes)?.to_vec()),
    };
    Ok(Checked { kind, bytes })
}

fn kind_of(bytes: &[u8]) -> Option<Kind> {
    let begins = [
        (b"\xff\xd8\xff".as_slice(), Kind::Jpeg),
        (PNG_SIGNATURE, Kind::Png),
        (b"%PDF-", Kind::Pdf),
    ];
    begins.into_iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, kind)| kind)
}

const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Where the PNG ends. A decoder is content once it has the pixels, and would take a file whose end never arrived.
fn png_end(bytes: &[u8]) -> Option<usize> {
    let mut at = PNG_SIGNATURE.len();
    loop {
        let length = u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?) as usize;
        let name = bytes.get(at + 4..at + 8)?;
        at = at.checked_add(12)?.checked_add(length)?;
        if at > bytes.len() {
            return None;
        }
        if name == b"IEND" {
            return Some(at);
        }
    }
}

/// Where the JPEG ends. A decoder fills what never arrived with grey: half a diploma would pass for a whole one.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        // Between segments, and in the pixels of a scan, only a marker counts.
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xff)?;
        let marker = *bytes.get(at + 1)?;
        at += match marker {
            // 0xff may be repeated before a marker.
            0xff => 1,
            // A byte 0xff among the pixels, or a point to start again from.
            0x00 | 0x01 | 0xd0..=0xd7 => 2,
            0xd9 => return Some(at + 2),
            _ => 2 + usize::from(u16::from_be_bytes(*bytes.get(at + 2..)?.first_chunk()?)),
        };
    }
}

/// Decodes a picture, turns it the way it was taken, and encodes nothing but its pixels.
fn draw_anew(bytes: &[u8], kind: Kind) -> Result<(Kind, Vec<u8>), FileFault> {
    let picture = decode(bytes, kind).map_err(|error| match error {
        ImageError::Limits(_) => FileFault::TooManyPixels,
        _ => FileFault::Damaged,
    })?;
    let picture = scale_down(picture);
    let drawn = encode(&picture, kind)?;
    if drawn.len() <= MAX_MB << 20 {
        return Ok((kind, drawn));
    }
    // Only a photo that came as a PNG stays so large, and a photo is better off as a JPEG.
    if picture.color().has_alpha() {
        return Err(FileFault::TooLarge);
    }
    Ok((Kind::Jpeg, encode(&picture, Kind::Jpeg)?))
}

fn encode(picture: &DynamicImage, kind: Kind) -> Result<Vec<u8>, FileFault> {
    let mut drawn = Cursor::new(Vec::new());
    let as_jpeg = JpegEncoder::new_with_quality(&mut drawn, JPEG_QUALITY);
    let written = match kind {
        Kind::Jpeg if picture.color().has_color() => picture.to_rgb8().write_with_encoder(as_jpeg),
        Kind::Jpeg => picture.to_luma8().write_with_encoder(as_jpeg),
        _ => picture.write_to(&mut drawn, image::ImageFormat::Png),
    };
    // Memory takes every byte, and every picture that was decoded has colours the encoders know.
    written.map_err(|_| FileFault::Damaged)?;
    Ok(drawn.into_inner())
}

fn decode(bytes: &[u8], kind: Kind) -> Result<DynamicImage, ImageError> {
    let format = match kind {
        Kind::Jpeg => image::ImageFormat::Jpeg,
        _ => image::ImageFormat::Png,
    };
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;

    // Before anything is decoded: a few kilobytes may claim to be four thousand million pixels.
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_MEGAPIXELS * 1_000_000 {
        return Err(ImageError::Limits(image::error::LimitError::from_kind(
            image::error::LimitErrorKind::DimensionError,
        )));
    }
    limits.reserve(decoder.total_bytes())?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(match picture {
        // Sixteen bits per channel show nothing more on paper or screen.
        DynamicImage::ImageLuma16(_) => picture.to_luma8().into(),
        DynamicImage::ImageLumaA16(_) => picture.to_luma_alpha8().into(),
        DynamicImage::ImageRgb16(_) => picture.to_rgb8().into(),
        DynamicImage::ImageRgba16(_) => picture.to_rgba8().into(),
        other => other,
    })
}

fn scale_down(picture: DynamicImage) -> DynamicImage {
    let (width, height) = picture.dimensions();
    let longest = width.max(height);
    if longest <= LONGEST_SIDE {
        picture
    } else if longest >= 2 * LONGEST_SIDE {
        // Averages whole blocks and needs no memory beside the result.
        picture.thumbnail(LONGEST_SIDE, LONGEST_SIDE)
    } else {
        // Blocks would be uneven here, and small print would suffer.
        picture.resize(LONGEST_SIDE, LONGEST_SIDE, FilterType::Triangle)
    }
}

/// Names of a PDF that make it more than a page to read.
const ACTIVE: [&[u8]; 9] = [
    b"JavaScript",
    b"Launch",
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"RichMedia",
    b"Rendition",
    b"SubmitForm",
    b"ImportData",
    b"XFA",
];

/// The PDF up to its last end mark, if it is whole, open and quiet.
fn check_pdf(bytes: &[u8]) -> Result<&[u8], FileFault> {
    let end = find_last(bytes, b"%%EOF").ok_or(FileFault::Damaged)? + b"%%EOF".len();
    // What hangs behind is dropped. More than a little of it means that the file was cut, or is also something else.
    if bytes.len() - end > 1024 || find_last(&bytes[..end], b"startxref").is_none() {
        return Err(FileFault::Damaged);
    }
    let mut encrypted = false;
    for name in pdf_names(&bytes[..end]) {
        if ACTIVE.contains(&name.as_slice()) {
            return Err(FileFault::ActivePdf);
        }
        encrypted |= name == b"Encrypt";
    }
    if encrypted { Err(FileFault::EncryptedPdf) } else { Ok(&bytes[..end]) }
}

fn find_last(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).rposition(|window| window == what)
}

/// Everything that reads as a name, wherever it stands: `/J#61vaScript` is `JavaScript` too.
///
/// Streams are not skipped, for readers disagree about where they end. That compressed bytes read as one of the long
/// names by accident does not happen; as `/XFA`, once in thousands of the largest files.
fn pdf_names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let starts = bytes.iter().enumerate().filter(|&(_, &byte)| byte == b'/').map(|(at, _)| at + 1);
    starts.map(|start| {
        let is_regular = |byte: &u8| {
            !matches!(
                byte,
                0..=32 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
            )
        };
        // The longest name looked for has 13 letters, and each may be written with three bytes.
        let written =
            bytes[start..].iter().take(64).copied().take_while(is_regular).collect::<Vec<u8>>();
        let mut name = Vec::with_capacity(written.len());
        let mut at = 0;
        while at < written.len() {
            let hex = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
            match (written[at], hex(written.get(at + 1)), hex(written.get(at + 2))) {
                (b'#', Some(high), Some(low)) => {
                    name.push((high * 16 + low) as u8);
                    at += 3;
                }
                (byte, ..) => {
                    name.push(byte);
                    at += 1;
                }
            }
        }
        name
    })
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
    use proptest::prelude::*;

    use super::*;

    /// Red above, blue below, wider than high: turning it shows.
    fn flag(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |_, y| {
            if y < height / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) }
        })
    }

    fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    fn jpeg() -> Vec<u8> {
        file(flag(64, 32), ImageFormat::Jpeg)
    }

    fn png() -> Vec<u8> {
        file(flag(64, 32), ImageFormat::Png)
    }

    /// An Exif block as telephones write it: how the phone was held, and where.
    fn exif(orientation: u8) -> Vec<u8> {
        let mut tiff = b"II*\0\x08\0\0\0\x01\0".to_vec();
        tiff.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        tiff.extend([0; 4]);
        tiff.extend(b"GPS 42.8746N 74.5698E");
        tiff
    }

    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let body = [b"Exif\0\0".as_slice(), &exif(orientation)].concat();
        let length = (body.len() as u16 + 2).to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, &body, &jpeg[2..]].concat()
    }

    fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        let named = [name.as_slice(), body].concat();
        let crc = !named.iter().fold(!0u32, |crc, &byte| {
            (0..8).fold(crc ^ u32::from(byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
        });
        [&(body.len() as u32).to_be_bytes(), named.as_slice(), &crc.to_be_bytes()].concat()
    }

    /// Puts chunks behind the header chunk, which has 25 bytes.
    fn with_chunks(png: &[u8], chunks: &[u8]) -> Vec<u8> {
        [&png[..33], chunks, &png[33..]].concat()
    }

    fn contains(bytes: &[u8], what: &[u8]) -> bool {
        find_last(bytes, what).is_some()
    }

    fn shown(checked: &Checked) -> DynamicImage {
        image::load_from_memory(&checked.bytes).unwrap()
    }

    fn pdf(objects: &str) -> Vec<u8> {
        format!("%PDF-1.7\n1 0 obj\n<< /Type /Catalog {objects} >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
            .into_bytes()
    }

    #[test]
    fn a_photo_loses_where_it_was_taken_and_keeps_which_way_is_up() {
        let photo = with_exif(&jpeg(), 6);
        assert!(contains(&photo, b"GPS 42.8746N"));

        let checked = check(&photo, "image/jpeg").unwrap();
        assert_eq!(checked.kind, Kind::Jpeg);
        assert!(!contains(&checked.bytes, b"GPS") && !contains(&checked.bytes, b"Exif"));

        // Held upright: what was the upper half is now the right one.
        let picture = shown(&checked);
        assert_eq!(picture.dimensions(), (32, 64));
        let (left, right) = (picture.get_pixel(4, 32), picture.get_pixel(28, 32));
        assert!(left[2] > 200 && left[0] < 50, "{left:?}");
        assert!(right[0] > 200 && right[2] < 50, "{right:?}");
        assert_eq!(shown(&check(&with_exif(&jpeg(), 1), "").unwrap()).dimensions(), (64, 32));
    }

    #[test]
    fn a_png_loses_its_texts_and_its_exif_block() {
        let chunks =
            [png_chunk(b"tEXt", b"Comment\0GPS 42.8746N"), png_chunk(b"eXIf", &exif(6))].concat();
        let picture = with_chunks(&png(), &chunks);
        let checked = check(&picture, "image/png").unwrap();
        assert!(contains(&picture, b"GPS") && !contains(&checked.bytes, b"GPS"));
        assert!(!contains(&checked.bytes, b"tEXt") && !contains(&checked.bytes, b"eXIf"));
        assert_eq!(shown(&checked).dimensions(), (32, 64));
    }

    #[test]
    fn what_hangs_behind_a_picture_is_gone() {
        let archive = b"PK\x03\x04<script>alert(1)</script>";
        for picture in [jpeg(), png()] {
            let checked = check(&[&picture, archive.as_slice()].concat(), "").unwrap();
            assert!(
                !contains(&checked.bytes, b"PK\x03\x04") && !contains(&checked.bytes, b"script")
            );
        }
        let checked = check(&[&pdf(""), archive.as_slice()].concat(), "").unwrap();
        assert!(checked.bytes.ends_with(b"%%EOF"));
        let much = [&pdf(""), archive.as_slice(), &[0; 1024]].concat();
        assert_eq!(check(&much, ""), Err(FileFault::Damaged));
    }

    #[test]
    fn a_picture_cut_anywhere_is_refused() {
        for whole in [with_exif(&jpeg(), 6), png()] {
            assert!(check(&whole, "").is_ok());
            for length in 1..whole.len() {
                let fault = check(&whole[..length], "").unwrap_err();
                assert!(
                    matches!(fault, FileFault::Damaged | FileFault::Type),
                    "cut at {length}: {fault:?}"
                );
            }
        }
        let whole = pdf("");
        for length in 5..whole.len() - 1 {
            assert_eq!(check(&whole[..length], ""), Err(FileFault::Damaged), "cut at {length}");
        }
    }

    #[test]
    fn a_small_file_that_claims_huge_size_is_refused_before_it_is_decoded() {
        let header = |width: u32, height: u32, depth: u8, colours: u8| {
            [&width.to_be_bytes()[..], &height.to_be_bytes(), &[depth, colours, 0, 0, 0]].concat()
        };
        let claims = |header: &[u8]| {
            [
                PNG_SIGNATURE,
                &png_chunk(b"IHDR", header),
                &png_chunk(b"IDAT", b""),
                &png_chunk(b"IEND", b""),
            ]
            .concat()
        };
        assert_eq!(
            check(&claims(&header(60_000, 60_000, 8, 2)), ""),
            Err(FileFault::TooManyPixels)
        );
        assert_eq!(check(&claims(&header(1, 40_000_001, 8, 0)), ""), Err(FileFault::TooManyPixels));
        // Few pixels, each of eight bytes.
        assert_eq!(check(&claims(&header(6000, 6000, 16, 6)), ""), Err(FileFault::TooManyPixels));
        // A size within bounds, and nothing behind it.
        assert_eq!(check(&claims(&header(100, 100, 8, 2)), ""), Err(FileFault::Damaged));

        let mut jpeg = jpeg();
        let frame = find_last(&jpeg, b"\xff\xc0").unwrap();
        jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
        assert_eq!(check(&jpeg, ""), Err(FileFault::TooManyPixels));
    }

    #[test]
    fn a_large_picture_is_scaled_down_and_a_small_one_left_alone() {
        let cases = [
            ((64, 32), (64, 32)),
            ((2400, 10), (2400, 10)),
            ((3000, 1500), (2400, 1200)),
            ((20, 4800), (10, 2400)),
            ((9600, 4), (2400, 1)),
        ];
        for ((width, height), expected) in cases {
            for format in [ImageFormat::Jpeg, ImageFormat::Png] {
                let checked = check(&file(flag(width, height), format), "").unwrap();
                assert_eq!(shown(&checked).dimensions(), expected, "{format:?} {width}×{height}");
            }
        }
    }

    #[test]
    fn transparency_and_grey_stay_what_they_are() {
        let clear = file(RgbaImage::from_pixel(8, 8, Rgba([1, 2, 3, 0])), ImageFormat::Png);
        assert_eq!(shown(&check(&clear, "").unwrap()).get_pixel(4, 4), Rgba([1, 2, 3, 0]));
        let grey = file(image::GrayImage::from_pixel(8, 8, image::Luma([77])), ImageFormat::Jpeg);
        assert_eq!(shown(&check(&grey, "").unwrap()).color(), image::ColorType::L8);
        let deep = image::ImageBuffer::from_pixel(8, 8, Rgb([0xffffu16, 0, 0x8000]));
        let deep = file(DynamicImage::ImageRgb16(deep), ImageFormat::Png);
        assert_eq!(shown(&check(&deep, "").unwrap()).color(), image::ColorType::Rgb8);
    }

    #[test]
    fn a_photo_that_came_as_a_large_png_is_kept_as_a_jpeg() {
        // Palette noise is small in its file and three times as large once every pixel has its own colour.
        let noise = |x: u32, y: u32| {
            let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519))
                .wrapping_mul(3_266_489_917);
            (mixed >> 24) as u8
        };
        let pixels: Vec<u8> = (0..2300).flat_map(|y| (0..2300).map(move |x| noise(x, y))).collect();
        let palette: Vec<u8> = (0..=255)
            .flat_map(|i: u8| [i.wrapping_mul(97), i.wrapping_mul(57), i.wrapping_mul(31)])
            .collect();
        let mut rows = Vec::new();
        for row in pixels.chunks(2300) {
            rows.push(0);
            rows.extend(row);
        }
        let header =
            [&2300u32.to_be_bytes()[..], &2300u32.to_be_bytes(), &[8, 3, 0, 0, 0]].concat();
        let photo = [
            PNG_SIGNATURE,
            &png_chunk(b"IHDR", &header),
            &png_chunk(b"PLTE", &palette),
            &png_chunk(b"IDAT", &stored_zlib(&rows)),
            &png_chunk(b"IEND", b""),
        ]
        .concat();

        let checked = check(&photo, "image/png").unwrap();
        assert_eq!((checked.kind, shown(&checked).dimensions()), (Kind::Jpeg, (2300, 2300)));
        assert!(checked.bytes.len() <= MAX_MB << 20);
    }

    /// A zlib stream that compresses nothing.
    fn stored_zlib(bytes: &[u8]) -> Vec<u8> {
        let mut stream = vec![0x78, 0x01];
        let mut blocks = bytes.chunks(0xffff).peekable();
        while let Some(block) = blocks.next() {
            stream.push(u8::from(blocks.peek().is_none()));
            stream.extend((block.len() as u16).to_le_bytes());
            stream.extend((!(block.len() as u16)).to_le_bytes());
            stream.extend(block);
        }
        let (mut a, mut b) = (1u32, 0u32);
        for &byte in bytes {
            a = (a + u32::from(byte)) % 65_521;
            b = (b + a) % 65_521;
        }
        stream.extend((b << 16 | a).to_be_bytes());
        stream
    }

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let (jpeg, png, pdf) = (jpeg(), png(), pdf(""));
        let cases = [
            (jpeg.as_slice(), "image/jpeg", Ok(Kind::Jpeg)),
            (&png, "image/jpeg", Ok(Kind::Png)),
            (&png, "IMAGE/PNG; name=x.png", Ok(Kind::Png)),
            (&pdf, "application/pdf", Ok(Kind::Pdf)),
            (&pdf, "application/octet-stream", Ok(Kind::Pdf)),
            (&pdf, "", Ok(Kind::Pdf)),
            (&pdf, "image/png", Err(FileFault::Type)),
            (&jpeg, "application/pdf", Err(FileFault::Type)),
            (&jpeg, "text/html", Err(FileFault::Type)),
            (b"", "image/png", Err(FileFault::Empty)),
            (b"<svg onload='alert(1)'/>", "image/svg+xml", Err(FileFault::Type)),
            (b"GIF89a", "image/gif", Err(FileFault::Type)),
            (b"MZ", "image/png", Err(FileFault::Type)),
            // A PDF reader would find the header further on, a browser would see a page.
            (b"<html>%PDF-1.7 startxref %%EOF", "application/pdf", Err(FileFault::Type)),
        ];
        for (bytes, declared, expected) in cases {
            let kind = check(bytes, declared).map(|checked| checked.kind);
            assert_eq!(
                kind,
                expected,
                "{declared} {:?}",
                String::from_utf8_lossy(&bytes[..bytes.len().min(30)])
            );
        }
        let large = [&pdf, vec![b' '; MAX_MB << 20].as_slice()].concat();
        assert_eq!(check(&large, ""), Err(FileFault::TooLarge));
    }

    #[test]
    fn a_pdf_that_acts_by_itself_is_refused() {
        let cases = [
            ("", Ok(())),
            ("/OpenAction [3 0 R /Fit]", Ok(())),
            ("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", Err(FileFault::ActivePdf)),
            ("/OpenAction<</S/JavaScript/JS(app.alert(1))>>", Err(FileFault::ActivePdf)),
            ("/OpenAction << /S /J#61vaScr#69pt >>", Err(FileFault::ActivePdf)),
            ("/A << /S /Launch /F (cmd.exe) >>", Err(FileFault::ActivePdf)),
            ("/Names << /EmbeddedFiles 5 0 R >>", Err(FileFault::ActivePdf)),
            ("/AcroForm << /XFA 5 0 R >>", Err(FileFault::ActivePdf)),
            ("/Encrypt 7 0 R", Err(FileFault::EncryptedPdf)),
            ("/Encrypt 7 0 R /JavaScript 8 0 R", Err(FileFault::ActivePdf)),
            // Longer names that only begin alike are other names.
            ("/LaunchDate (2026) /EncryptMetadata false", Ok(())),
            ("/Title (a stray # and /# and /#4)", Ok(())),
        ];
        for (objects, expected) in cases {
            assert_eq!(check(&pdf(objects), "").map(|_| ()), expected, "{objects}");
        }
        assert_eq!(check(b"%PDF-1.7 %%EOF", ""), Err(FileFault::Damaged));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// What comes out is always whole: it passes again, whatever was done to what came in.
        #[test]
        fn a_changed_file_is_refused_or_clean_and_never_stops_the_program(
            which in 0usize..3,
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut bytes = [with_exif(&jpeg(), 6), with_chunks(&png(), &png_chunk(b"eXIf", &exif(6))), pdf("/Pages 2 0 R")][which].clone();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if let Ok(checked) = check(&bytes, "") {
                prop_assert!(!contains(&checked.bytes, b"GPS 42"));
                prop_assert!(check(&checked.bytes, checked.kind.media_type()).is_ok());
            }
        }

        #[test]
        fn random_bytes_behind_a_signature_never_stop_the_program(which in 0usize..3, tail: Vec<u8>) {
            let signature = [b"\xff\xd8\xff".as_slice(), PNG_SIGNATURE, b"%PDF-"][which];
            let _ = check(&[signature, &tail].concat(), "");
        }
    }
}
