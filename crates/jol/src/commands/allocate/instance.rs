//! A file of who may go where.
//!
//! Little-endian: `ALLOCI32`; people, vacancies and arcs as u64; where the arcs of each person begin, and the end of the last, as
//! u64; the vacancy of each arc as u32; the points of each arc as i32; how many people each vacancy takes as u32.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Seek as _, SeekFrom},
    path::Path,
};

use allocation::auction::{Builder, Instance, LARGEST};
use anyhow::{Context as _, ensure};

const MAGIC: &[u8; 8] = b"ALLOCI32";
const HEAD: u64 = 32;

/// Reads it whole. Nothing is believed before it was looked at; what is wrong is said with the place where it is.
pub fn read(path: &Path, bonus: i32, minimum: Option<i32>) -> anyhow::Result<Instance> {
    read_checked(path, bonus, minimum).with_context(|| path.display().to_string())
}

fn read_checked(path: &Path, bonus: i32, minimum: Option<i32>) -> anyhow::Result<Instance> {
    let at = |place: u64| -> io::Result<BufReader<File>> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(place))?;
        Ok(BufReader::with_capacity(1 << 17, file))
    };
    let length = fs::metadata(path).context("cannot be read")?.len();
    let mut head = at(0).context("cannot be read")?;
    let mut magic = [0; 8];
    if length >= HEAD {
        head.read_exact(&mut magic)?;
    }
    ensure!(magic == *MAGIC, "is no file of arcs: it does not begin with ALLOCI32");
    let mut numbers = [0; 3];
    for number in &mut numbers {
        *number = u64::from_le_bytes(bytes_of(&mut head)?);
    }
    let [n_people, n_vacancies, n_arcs] = numbers;
    let many =
        || format!("{n_people} people, {n_vacancies} vacancies and {n_arcs} arcs are too many");
    let below = u64::from(u32::MAX);
    ensure!(n_people < below && n_vacancies < below && n_arcs < below, many());
    let vacancies_at = HEAD + 8 * (n_people + 1);
    let points_at = vacancies_at + 4 * n_arcs;
    let capacity_at = points_at + 4 * n_arcs;
    let needed = capacity_at + 4 * n_vacancies;
    ensure!(length >= needed, "is cut off: it has {length} bytes and needs {needed}");
    ensure!(length == needed, "has {} bytes after its end", length - needed);

    let mut capacities = at(capacity_at)?;
    let capacity = (0..n_vacancies)
        .map(|_| Ok(u32::from_le_bytes(bytes_of(&mut capacities)?)))
        .collect::<io::Result<Vec<u32>>>()?;
    let left_out = |points: i32| minimum.is_some_and(|minimum| points < minimum);
    let worth = |points: i32| i64::from(points) + i64::from(bonus);

    // Once to see between what bounds points lie, once to take them.
    let (mut least, mut most, mut n_good) = (i64::MAX, 1, 0);
    let mut points = at(points_at)?;
    for _ in 0..n_arcs {
        let points = i32::from_le_bytes(bytes_of(&mut points)?);
        if !left_out(points) && worth(points) > 0 {
            (least, most) = (least.min(worth(points)), most.max(worth(points)));
            n_good += 1;
        }
    }
    ensure!(
        most <= i64::from(LARGEST),
        "an arc has {most} points with the bonus; at most {LARGEST} are allowed"
    );
    let mut builder =
        Builder::new(capacity, usize::try_from(n_people)?, least.min(most) as i32..=most as i32)?;
    builder.reserve(n_good);

    let (mut ends, mut vacancies, mut points) = (at(HEAD)?, at(vacancies_at)?, at(points_at)?);
    let first = u64::from_le_bytes(bytes_of(&mut ends)?);
    ensure!(first == 0, "the arcs of the first person begin at {first} and not at 0");
    let (mut begin, mut arcs) = (0, Vec::new());
    for person in 0..n_people {
        let end = u64::from_le_bytes(bytes_of(&mut ends)?);
        let whole = person + 1 < n_people || end == n_arcs;
        ensure!(
            (begin..=n_arcs).contains(&end) && whole,
            "the arcs of person {person} from 0 on go from {begin} to {end}, and there are {n_arcs}"
        );
        arcs.clear();
        for _ in begin..end {
            let vacancy = u32::from_le_bytes(bytes_of(&mut vacancies)?);
            let points = i32::from_le_bytes(bytes_of(&mut points)?);
            // What is left out is looked at as well: it may name no vacancy, or one twice.
            arcs.push((vacancy, if left_out(points) { 0 } else { worth(points) }));
        }
        builder.person(arcs.drain(..)).with_context(|| format!("person {person} from 0 on"))?;
        begin = end;
    }
    ensure!(begin == n_arcs, "there are {n_arcs} arcs, and {begin} of them are somebody's");
    Ok(builder.finish())
}

fn bytes_of<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use allocation::auction::{Mode, NOBODY, allocate};
    use proptest::prelude::*;

    use super::*;

    fn file(
        numbers: [u64; 3],
        begins: &[u64],
        vacancies: &[u32],
        points: &[i32],
        capacity: &[u32],
    ) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for number in numbers.iter().chain(begins) {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(vacancies.iter().flat_map(|vacancy| vacancy.to_le_bytes()));
        bytes.extend(points.iter().flat_map(|points| points.to_le_bytes()));
        bytes.extend(capacity.iter().flat_map(|capacity| capacity.to_le_bytes()));
        bytes
    }

    /// Two people, three vacancies: one may go to 2 and 0, the other to 2.
    fn good() -> Vec<u8> {
        file([2, 3, 3], &[0, 2, 3], &[2, 0, 2], &[7, -4, 9], &[1, 1, 1])
    }

    fn read_bytes(
        name: &str,
        bytes: &[u8],
        bonus: i32,
        minimum: Option<i32>,
    ) -> anyhow::Result<Instance> {
        let path = std::env::temp_dir().join(format!("jol-arcs-{}-{name}", std::process::id()));
        fs::write(&path, bytes).unwrap();
        let instance = read(&path, bonus, minimum);
        fs::remove_file(&path).unwrap();
        instance
    }

    #[test]
    fn a_good_file_is_read_with_bonus_and_minimum() {
        let places = |bonus, minimum| {
            let instance = read_bytes("good", &good(), bonus, minimum).unwrap();
            allocate(&instance, Mode::Auction).places
        };
        assert_eq!(places(0, None), [NOBODY, 2], "less than nothing is worse than no place");
        assert_eq!(places(5, None), [0, 2], "not any more with the bonus");
        assert_eq!(places(5, Some(0)), [NOBODY, 2]);
        assert_eq!(places(0, Some(10)), [NOBODY, NOBODY]);
    }

    #[test]
    fn an_instance_of_nothing_is_one() {
        let empty = read_bytes("empty", &file([0, 0, 0], &[0], &[], &[], &[]), 0, None).unwrap();
        assert_eq!((empty.n_people(), empty.n_places(), empty.n_arcs()), (0, 0, 0));
    }

    #[test]
    fn a_bad_file_is_refused_with_what_is_wrong() {
        let changed = |at: usize, bytes: &[u8]| {
            let mut file = good();
            file[at..at + bytes.len()].copy_from_slice(bytes);
            file
        };
        let huge = u64::MAX.to_le_bytes();
        let cases: [(&str, Vec<u8>, &str); 14] = [
            ("nothing", Vec::new(), "does not begin with ALLOCI32"),
            ("magic", changed(0, b"CSRF"), "does not begin with ALLOCI32"),
            (
                "cut",
                good()[..good().len() - 1].to_vec(),
                "is cut off: it has 91 bytes and needs 92",
            ),
            ("long", [good(), vec![0; 2]].concat(), "has 2 bytes after its end"),
            ("people", changed(8, &huge), "are too many"),
            ("arcs", changed(24, &huge), "are too many"),
            ("more-people", changed(8, &(1_u64 << 31).to_le_bytes()), "is cut off"),
            ("first", changed(32, &1_u64.to_le_bytes()), "begin at 1 and not at 0"),
            ("falling", changed(40, &4_u64.to_le_bytes()), "person 0 from 0 on go from 0 to 4"),
            ("short", changed(48, &2_u64.to_le_bytes()), "person 1 from 0 on go from 2 to 2"),
            (
                "vacancy",
                changed(56, &3_u32.to_le_bytes()),
                "person 0 from 0 on: there is no place 3",
            ),
            (
                "twice",
                changed(60, &2_u32.to_le_bytes()),
                "person 0 from 0 on: place 2 is named twice",
            ),
            ("points", changed(68, &i32::MAX.to_le_bytes()), "an arc has 2147483647 points"),
            ("capacity", changed(80, &(-1_i32).to_le_bytes()), "place 0 takes 4294967295 people"),
        ];
        for (name, bytes, told) in cases {
            let error = format!("{:#}", read_bytes(name, &bytes, 0, None).unwrap_err());
            assert!(error.contains(told), "{name}: {error}");
        }
    }

    proptest! {
        /// Whatever stands in a file, it is refused or allocated.
        #[test]
        fn no_file_breaks_the_reader(
            changes in proptest::collection::vec((0..92_usize, any::<u8>()), 0..6),
            length in 0..100_usize,
            cut in any::<bool>(),
            bonus in any::<i32>(),
            minimum in any::<Option<i32>>(),
        ) {
            let mut bytes = good();
            for (at, byte) in changes {
                bytes[at] = byte;
            }
            if cut {
                bytes.resize(length, 0);
            }
            if let Ok(instance) = read_bytes("any", &bytes, bonus, minimum) {
                let said = allocate(&instance, Mode::Auction);
                prop_assert!(said.worth * i64::from(said.scale) <= said.bound);
            }
        }
    }
}
