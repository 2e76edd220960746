//! Files of places and prices, little-endian: eight letters, some u64, then one array after another.

use std::{
    fs::{self, File},
    io::{BufWriter, Read as _, Write},
    path::Path,
};

use anyhow::{Context as _, ensure};

const ASSIGNMENT: &[u8; 8] = b"ASSIGN32";
const PRICES: &[u8; 8] = b"PRICEI64";

/// The vacancy of each person as u32.
pub fn write_assignment(path: &Path, places: &[u32]) -> anyhow::Result<()> {
    write(path, |out| {
        out.write_all(ASSIGNMENT)?;
        out.write_all(&(places.len() as u64).to_le_bytes())?;
        places.iter().try_for_each(|place| out.write_all(&place.to_le_bytes()))
    })
}

/// The price of each vacancy as i64; `scale` units of it weigh one point.
pub fn write_prices(path: &Path, scale: i32, prices: &[i32]) -> anyhow::Result<()> {
    write(path, |out| {
        out.write_all(PRICES)?;
        out.write_all(&(prices.len() as u64).to_le_bytes())?;
        out.write_all(&i64::from(scale).to_le_bytes())?;
        prices.iter().try_for_each(|price| out.write_all(&i64::from(*price).to_le_bytes()))
    })
}

/// A file has its name only when it is whole.
fn write(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> anyhow::Result<()> {
    let told = || format!("cannot write {}", path.display());
    let unfinished = path.with_added_extension("unfinished");
    let mut out = BufWriter::new(File::create(&unfinished).with_context(told)?);
    fill(&mut out).and_then(|()| out.flush()).with_context(told)?;
    fs::rename(&unfinished, path).with_context(told)
}

pub fn read_assignment(path: &Path) -> anyhow::Result<Vec<u32>> {
    let (_, places) = read::<1, 4>(path, ASSIGNMENT)?;
    Ok(places.iter().map(|place| u32::from_le_bytes(*place)).collect())
}

/// The scale and the prices.
pub fn read_prices(path: &Path) -> anyhow::Result<(i32, Vec<i32>)> {
    let ([_, scale], prices) = read::<2, 8>(path, PRICES)?;
    let fits = i32::try_from(scale).ok().filter(|scale| *scale > 0);
    let scale = fits.with_context(|| format!("{}: the scale is {scale}", path.display()))?;
    let prices = prices.iter().enumerate().map(|(vacancy, price)| {
        let price = i64::from_le_bytes(*price);
        i32::try_from(price).ok().filter(|price| *price >= 0).with_context(|| {
            format!("{}: the price of vacancy {vacancy} is {price}", path.display())
        })
    });
    Ok((scale, prices.collect::<anyhow::Result<_>>()?))
}

/// The numbers at the head, the first of which counts what comes after it.
fn read<const HEAD: usize, const EACH: usize>(
    path: &Path,
    magic: &[u8; 8],
) -> anyhow::Result<([u64; HEAD], Vec<[u8; EACH]>)> {
    let told = path.display();
    let mut bytes = Vec::new();
    let mut file = File::open(path).with_context(|| format!("cannot read {told}"))?;
    file.read_to_end(&mut bytes).with_context(|| format!("cannot read {told}"))?;
    let name = String::from_utf8_lossy(magic).into_owned();
    let after = bytes.strip_prefix(magic.as_slice());
    let after = after.with_context(|| format!("{told} does not begin with {name}"))?;
    ensure!(after.len() >= 8 * HEAD, "{told} is cut off");
    let (head, array) = after.split_at(8 * HEAD);
    let mut numbers = [0; HEAD];
    for (number, bytes) in numbers.iter_mut().zip(head.as_chunks().0) {
        *number = u64::from_le_bytes(*bytes);
    }
    let (array, rest) = array.as_chunks();
    ensure!(
        array.len() as u64 == numbers[0] && rest.is_empty(),
        "{told} has {} bytes of an array of {} with {EACH} each",
        array.len() * EACH + rest.len(),
        numbers[0]
    );
    Ok((numbers, array.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_is_bad_is_refused() {
        let folder = std::env::temp_dir().join(format!("jol-places-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (places, prices) = (folder.join("places"), folder.join("prices"));
        write_assignment(&places, &[3, u32::MAX]).unwrap();
        write_prices(&prices, 10, &[0, 7, 1 << 30]).unwrap();
        assert_eq!(read_assignment(&places).unwrap(), [3, u32::MAX]);
        assert_eq!(read_prices(&prices).unwrap(), (10, vec![0, 7, 1 << 30]));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "nothing is left beside them");

        let good = fs::read(&prices).unwrap();
        let changed = |at: usize, bytes: &[u8]| {
            let mut file = good.clone();
            file[at..at + bytes.len()].copy_from_slice(bytes);
            file
        };
        let cases: [(Vec<u8>, &str); 7] = [
            (Vec::new(), "does not begin with PRICEI64"),
            (fs::read(&places).unwrap(), "does not begin with PRICEI64"),
            (good[..20].to_vec(), "is cut off"),
            (good[..good.len() - 1].to_vec(), "has 23 bytes of an array of 3"),
            ([good.clone(), vec![0]].concat(), "has 25 bytes of an array of 3"),
            (changed(16, &[0; 8]), "the scale is 0"),
            (changed(32, &(-1_i64).to_le_bytes()), "the price of vacancy 1 is -1"),
        ];
        for (bytes, told) in cases {
            fs::write(&prices, bytes).unwrap();
            let error = format!("{:#}", read_prices(&prices).unwrap_err());
            assert!(error.contains(told), "{told}: {error}");
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
