use super::*;
use crate::clock::SystemClock;
use std::sync::atomic::{AtomicU32, Ordering};

fn tasks(host: impl Fn(Notice) + Send + Sync + 'static) -> Arc<Tasks> {
    Arc::new(Tasks {
        clock: Arc::new(SystemClock),
        host: Arc::new(host),
        wake: Notify::new(),
        stopped: Mutex::default(),
    })
}

fn parts(tasks: &Tasks) -> Vec<Part> {
    tasks.stopped().iter().map(|one| one.part).collect()
}

#[tokio::test]
async fn a_task_that_panics_is_told_and_nothing_of_what_it_carried() {
    let told = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&told);
    let tasks = tasks(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let ended: Result<(), Panicked> = tasks.run(Part::Session, async { panic!("a secret") }).await;
    let error = ended.expect_err("it panicked");
    assert!(!error.to_string().contains("secret"), "{error}");
    assert_eq!(parts(&tasks), [Part::Session]);
    assert_eq!(told.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_part_that_stops_twice_is_told_once_and_the_last_one_first() {
    let tasks = tasks(|_| {});
    for part in [Part::Session, Part::Login, Part::Session] {
        let panics: Result<(), Panicked> = tasks.run(part, async { panic!("again") }).await;
        panics.expect_err("it panicked");
    }
    assert_eq!(parts(&tasks), [Part::Session, Part::Login]);
}

#[tokio::test(start_paused = true)]
async fn a_supervised_part_begins_again_after_a_pause() {
    let tasks = tasks(|_| {});
    let begun = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&begun);
    let began = tokio::time::Instant::now();
    let begin = move || {
        let nth = counted.fetch_add(1, Ordering::Relaxed);
        async move { assert!(nth >= 2, "it panics twice") }
    };
    tasks.supervise(Part::Schedule, begin).await;
    assert_eq!(begun.load(Ordering::Relaxed), 3);
    assert_eq!(began.elapsed(), PAUSE * 2);
}

#[tokio::test]
async fn a_host_that_panics_ends_nothing() {
    let tasks = tasks(|_| panic!("the window is gone"));
    tasks.tell(Notice::GateChanged);
    assert_eq!(parts(&tasks), [Part::Events]);
}

#[tokio::test]
async fn what_nobody_waits_for_runs_to_its_end() {
    let tasks = tasks(|_| {});
    let (sender, receiver) = tokio::sync::oneshot::channel();
    drop(tasks.spawn(Part::Login, async move { sender.send(7) }));
    assert_eq!(receiver.await, Ok(7));
}

#[tokio::test]
async fn a_change_wakes_the_schedule_and_a_page_of_a_load_does_not() {
    let tasks = tasks(|_| {});
    let page = Notice::LoadProgress {
        organization: crate::organization::OrganizationId::random(),
        loaded: 1,
        expected: 2,
    };
    tasks.tell(page);
    let mut woken = std::pin::pin!(tasks.wake.notified());
    assert!(futures_pending(woken.as_mut()).await);
    tasks.tell(Notice::GateChanged);
    woken.await;
}

async fn futures_pending(mut future: std::pin::Pin<&mut impl Future>) -> bool {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(future.as_mut().poll(context).is_pending())
    })
    .await
}
