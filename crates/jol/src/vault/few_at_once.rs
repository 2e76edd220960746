//! Heavy work on threads of its own, a few pieces at once.
//!
//! Passwords and pictures take memory and time that the sender chooses. Here a flood of them meets a bound: so many are worked
//! on, so many wait, and the rest are told at once to try again shortly.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// So much is being worked on at this moment that the answer is to try again shortly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much work of this kind is waiting at this moment")]
pub struct Busy;

/// A bound on pieces of heavy work. Clones share it.
#[derive(Clone, Debug)]
pub struct FewAtOnce {
    /// One for each piece being worked on.
    working: Arc<Semaphore>,
    /// One for each piece being worked on or waiting.
    admitted: Arc<Semaphore>,
}

impl FewAtOnce {
    pub fn new(at_once: usize, may_wait: usize) -> Self {
        Self {
            working: Arc::new(Semaphore::new(at_once)),
            admitted: Arc::new(Semaphore::new(at_once + may_wait)),
        }
    }

    /// Does the work off the threads that answer requests, as soon as there is room.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| Busy)?;
        let working = Arc::clone(&self.working).acquire_owned().await.map_err(|_| Busy)?;
        // The permits travel with the work: a browser that goes away makes no room while its work is still being done.
        let held: [OwnedSemaphorePermit; 2] = [admitted, working];
        let done = tokio::task::spawn_blocking(move || {
            let answer = work();
            drop(held);
            answer
        });
        match done.await {
            Ok(answer) => Ok(answer),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // The program is stopping and takes no more work.
                Err(_) => Err(Busy),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{future::poll_fn, pin::pin, sync::mpsc, task::Poll};

    use super::*;

    /// Lets a future come as far as it can, and says whether it waits.
    async fn waits(work: &mut (impl Future + Unpin)) -> bool {
        poll_fn(|cx| Poll::Ready(std::pin::Pin::new(&mut *work).poll(cx).is_pending())).await
    }

    #[tokio::test]
    async fn a_flood_is_refused_and_takes_no_more_than_its_share() {
        let few = FewAtOnce::new(1, 3);
        let (started, has_started) = tokio::sync::oneshot::channel();
        let (finish, may_finish) = mpsc::channel::<()>();
        let working = few.clone();
        let first = tokio::spawn(async move {
            working
                .run(move || {
                    started.send(()).unwrap();
                    may_finish.recv().unwrap();
                })
                .await
        });
        has_started.await.unwrap();

        // A browser that goes away makes no room while its work is still being done.
        first.abort();
        assert!(first.await.unwrap_err().is_cancelled());
        assert_eq!(few.working.available_permits(), 0);

        // One is being worked on; three may wait; the next is told at once.
        let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(few.run(|| ()))).collect();
        for one in &mut waiting {
            assert!(waits(one).await);
        }
        assert_eq!(few.run(|| ()).await, Err(Busy));

        // One that goes away while it waits does make room.
        waiting.pop();
        let mut next = pin!(few.run(|| ()));
        assert!(waits(&mut next).await);

        finish.send(()).unwrap();
        for one in waiting {
            assert_eq!(one.await, Ok(()));
        }
        assert_eq!(next.await, Ok(()));
    }

    #[tokio::test]
    async fn work_that_panics_gives_its_room_back() {
        let few = FewAtOnce::new(1, 0);
        let broken = few.clone();
        assert!(
            tokio::spawn(async move { broken.run(|| panic!("broken")).await })
                .await
                .unwrap_err()
                .is_panic()
        );
        assert_eq!(few.run(|| 7).await, Ok(7));
    }
}
