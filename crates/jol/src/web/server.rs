//! The loop that takes connections and hands their requests to the application.
//!
//! Anyone can open a connection and say nothing. So each has a time for everything it does: to begin, to send the head of a request, to
//! stay silent between two requests, to take its answer. All together and all of one address have a bound, and who is
//! over it hears so at once. When the program stops, running requests are finished first.
//!
//! How long a request may run once its head is here is the application's own affair.

use std::{
    collections::HashMap,
    convert::Infallible,
    io,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    pin::{Pin, pin},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{Router, body::Body, extract::Request, http::HeaderMap};
use hyper::{
    body::{Body as HttpBody, Bytes, Frame, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{Instant, Sleep, sleep, sleep_until, timeout},
};
use tower::ServiceExt;

/// How much one connection, one address and all of them may take.
#[derive(Clone, Debug)]
pub struct Limits {
    /// From the first byte of a request's head to its last, and from a new connection to its first byte.
    pub head: Duration,
    /// Between the end of an answer and the next request.
    pub idle: Duration,
    /// How long a client may take nothing of an answer that is ready.
    pub stalled: Duration,
    /// The head of a request, with all its headers. At least 8,192.
    pub head_bytes: usize,
    /// Connections at once.
    pub connections: usize,
    /// Connections at once from one address. A telephone operator may put hundreds of people behind one.
    pub connections_per_address: usize,
    /// Proxies of our own. They have no bound of their own, and are believed when they say who asks.
    pub proxies: Vec<IpAddr>,
    /// How long running requests may go on once the program is told to stop.
    pub stop: Duration,
    /// The wait after the system refused to give a connection, when it has no more file descriptors for one.
    pub pause: Duration,
    /// What a person over the bounds reads. It goes out before anything is known of them, so it holds all languages.
    pub full: String,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            idle: Duration::from_secs(60),
            stalled: Duration::from_secs(60),
            head_bytes: 16 << 10,
            connections: 2000,
            connections_per_address: 100,
            proxies: Vec::new(),
            stop: Duration::from_secs(20),
            pause: Duration::from_millis(250),
            full: "Азыр кайрылуулар өтө көп. Бир мүнөттөн кийин кайра аракет кылыңыз.\n\
                   Сейчас слишком много обращений. Попробуйте ещё раз через минуту.\n\
                   Hozir murojaatlar juda koʻp. Bir daqiqadan soʻng qayta urinib koʻring.\n\
                   Too many people are using the service right now. Try again in a minute.\n"
                .into(),
        }
    }
}

/// What the loop has counted since it began, for the metrics.
#[derive(Debug, Default)]
pub struct Connections {
    /// Open at this moment.
    pub open: AtomicU64,
    /// Taken in all.
    pub taken: AtomicU64,
    /// Turned away because all places were taken.
    pub refused_full: AtomicU64,
    /// Turned away because their address had its share.
    pub refused_address: AtomicU64,
    /// Cut because they took too long.
    pub cut_slow: AtomicU64,
    /// Not taken because the system had nothing to take them with.
    pub accept_errors: AtomicU64,
}

/// Who asks, by the nearest address we can trust. In the extensions of every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddr(pub IpAddr);

/// How the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// Connections that were still busy when the time to stop was over.
    pub cut: usize,
}

/// Serves until `stop`, then finishes what is running and returns.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    limits: Limits,
    connections: Arc<Connections>,
    stop: impl Future<Output = ()>,
) -> Stopped {
    take_from(async move || listener.accept().await, app, limits, connections, stop).await
}

/// Written to at once and then closed. More of them than this at a time are closed without a word.
const REFUSALS_AT_ONCE: usize = 64;

/// The loop itself. `take` gives the next connection; dropping it closes the door.
async fn take_from(
    take: impl AsyncFn() -> io::Result<(TcpStream, SocketAddr)>,
    app: Router,
    limits: Limits,
    connections: Arc<Connections>,
    stop: impl Future<Output = ()>,
) -> Stopped {
    let (tell_stop, told_to_stop) = watch::channel(false);
    let limits = Arc::new(limits);
    let places = Arc::new(Semaphore::new(limits.connections));
    let refusals = Arc::new(Semaphore::new(REFUSALS_AT_ONCE));
    let per_address = PerAddress::default();
    let mut running = JoinSet::new();
    let mut last_logged: Option<Instant> = None;
    let mut stop = pin!(stop);

    loop {
        let taken = tokio::select! {
            biased;
            () = &mut stop => break,
            taken = take() => taken,
        };
        // Those that have ended make room in the set.
        while running.try_join_next().is_some() {}
        let (stream, peer) = match taken {
            Ok(taken) => taken,
            Err(error) if is_of_one_client(&error) => continue,
            Err(error) => {
                // Out of descriptors or memory. It passes when connections end; to ask again at once would only burn the processor.
                connections.accept_errors.fetch_add(1, Relaxed);
                if last_logged.is_none_or(|last| last.elapsed() >= Duration::from_secs(1)) {
                    last_logged = Some(Instant::now());
                    tracing::error!(
                        "No connection can be taken: {error}. The limit of open files may be too low."
                    );
                }
                tokio::select! {
                    () = &mut stop => break,
                    () = sleep(limits.pause) => continue,
                }
            }
        };

        let peer = peer.ip().to_canonical();
        let Ok(place) = Arc::clone(&places).try_acquire_owned() else {
            connections.refused_full.fetch_add(1, Relaxed);
            refuse(stream, &refusals, &limits);
            continue;
        };
        let share = if limits.proxies.contains(&peer) {
            None
        } else if let Some(share) = per_address.enter(peer, limits.connections_per_address) {
            Some(share)
        } else {
            connections.refused_address.fetch_add(1, Relaxed);
            refuse(stream, &refusals, &limits);
            continue;
        };
        connections.taken.fetch_add(1, Relaxed);
        let held = Held::new(place, share, Arc::clone(&connections));
        let connection = converse(
            stream,
            peer,
            app.clone(),
            Arc::clone(&limits),
            Arc::clone(&connections),
            told_to_stop.clone(),
        );
        running.spawn(async move {
            connection.await;
            drop(held);
        });
    }

    // From here on a new connection meets a closed door.
    drop(take);
    let _ = tell_stop.send(true);
    let finished =
        timeout(limits.stop, async { while running.join_next().await.is_some() {} }).await;
    let cut = if finished.is_ok() { 0 } else { running.len() };
    running.shutdown().await;
    Stopped { cut }
}

/// Whether an error of `accept` concerns a connection that broke before it was taken, and nobody else.
fn is_of_one_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// What a connection holds as long as it lives, however it ends.
struct Held {
    connections: Arc<Connections>,
    _place: OwnedSemaphorePermit,
    _share: Option<Share>,
}

impl Held {
    fn new(
        place: OwnedSemaphorePermit,
        share: Option<Share>,
        connections: Arc<Connections>,
    ) -> Self {
        connections.open.fetch_add(1, Relaxed);
        Self { connections, _place: place, _share: share }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.connections.open.fetch_sub(1, Relaxed);
    }
}

/// How many connections each address has.
#[derive(Clone, Default)]
struct PerAddress(Arc<Mutex<HashMap<IpAddr, usize>>>);

struct Share {
    of: PerAddress,
    address: IpAddr,
}

impl PerAddress {
    fn enter(&self, address: IpAddr, most: usize) -> Option<Share> {
        let address = neighbourhood(address);
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Share { of: self.clone(), address })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut counts = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.address);
            }
        }
    }
}

/// One household or telephone holds a whole /64 of IPv6, so it counts as one address.
fn neighbourhood(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into()
        }
    }
}

/// Tells a client to come back later, off the loop, and closes.
fn refuse(mut stream: TcpStream, refusals: &Arc<Semaphore>, limits: &Limits) {
    let Ok(permit) = Arc::clone(refusals).try_acquire_owned() else { return };
    let answer = format!(
        "HTTP/1.1 503 Service Unavailable\r\nretry-after: 60\r\nconnection: close\r\ncache-control: no-store\r\n\
         content-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\r\n{}",
        limits.full.len(),
        limits.full
    );
    tokio::spawn(async move {
        let refusal = async {
            stream.write_all(answer.as_bytes()).await?;
            stream.shutdown().await?;
            // To close with the request unread would reset the connection, and the answer could be lost on its way.
            let mut unread = [0; 4096];
            while stream.read(&mut unread).await? > 0 {}
            io::Result::Ok(())
        };
        // A client that breaks off or dawdles has nothing more to learn from us.
        let _ = timeout(Duration::from_secs(1), refusal).await;
        drop(permit);
    });
}

/// Whether the proxy that connected may say who asks: the last address it was told that is not a proxy of ours.
fn client_of(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    if !proxies.contains(&peer) {
        return peer;
    }
    let told =
        headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
    let hops: Vec<&str> = told.flat_map(|line| line.split(',')).map(str::trim).collect();
    let mut client = peer;
    // From the right: each proxy adds whom it heard, and what stands further left anyone can write.
    for hop in hops.iter().rev() {
        let Ok(address) = hop.parse::<IpAddr>() else { break };
        client = address.to_canonical();
        if !proxies.contains(&client) {
            break;
        }
    }
    client
}

/// Where a connection stands, and since when.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// Nothing was ever sent.
    New,
    /// A head has begun and is not whole.
    Head,
    /// The application has the request, or its answer is on the way.
    Answer,
    /// All is answered.
    Idle,
}

/// Shared between the parts of one connection, all in one task; the lock is never waited for.
#[derive(Clone)]
struct Progress(Arc<Mutex<(Stage, Instant)>>);

impl Progress {
    fn new() -> Self {
        Self(Arc::new(Mutex::new((Stage::New, Instant::now()))))
    }

    fn stage(&self) -> (Stage, Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, stage: Stage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (stage, Instant::now());
    }

    /// The moment at which patience ends, if it ends.
    fn deadline(&self, limits: &Limits) -> Option<Instant> {
        let (stage, since) = self.stage();
        match stage {
            Stage::New | Stage::Head => Some(since + limits.head),
            Stage::Idle => Some(since + limits.idle),
            Stage::Answer => None,
        }
    }
}

/// One connection from its first request to its last.
async fn converse(
    stream: TcpStream,
    peer: IpAddr,
    app: Router,
    limits: Arc<Limits>,
    connections: Arc<Connections>,
    mut told_to_stop: watch::Receiver<bool>,
) {
    // Answers are written whole, so waiting to fill a packet only adds delay. Where it cannot be set, nothing is lost.
    let _ = stream.set_nodelay(true);

    let progress = Progress::new();
    let unfinished = Arc::new(AtomicBool::new(false));
    let wire = Wire {
        stream,
        unfinished: Arc::clone(&unfinished),
        progress: progress.clone(),
        patience: limits.stalled,
        stalled: None,
        connections: Arc::clone(&connections),
    };
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        progress.enter(Stage::Answer);
        let mut request: Request = request.map(Body::new);
        let client = client_of(peer, request.headers(), &limits.proxies);
        request.extensions_mut().insert(ClientAddr(client));
        let app = app.clone();
        let answering = Answering(progress.clone());
        let unfinished = Arc::clone(&unfinished);
        async move {
            let answer = match app.oneshot(request).await {
                Ok(answer) => answer,
                Err(never) => match never {},
            };
            Ok::<_, Infallible>(answer.map(|body| AnswerBody {
                body,
                unfinished,
                _answering: answering,
            }))
        }
    });

    let connection = http1::Builder::new()
        // Its own timer does not tell a client that dawdles from one that is idle; ours below does.
        .header_read_timeout(None)
        // A head that does not fit the buffer is answered with 431.
        .max_buf_size(limits.head_bytes.max(8192))
        .serve_connection(TokioIo::new(wire), service);
    let mut connection = pin!(connection);
    let mut timer = pin!(sleep_until(Instant::now() + limits.head));
    let mut stopping = false;

    loop {
        let ended = std::future::poll_fn(|cx| {
            if let Poll::Ready(ended) = connection.as_mut().poll(cx) {
                // A client that breaks off is its own affair and happens all day.
                return Poll::Ready(Some(ended.is_ok()));
            }
            match progress.deadline(&limits) {
                Some(deadline) => {
                    if timer.deadline() != deadline {
                        timer.as_mut().reset(deadline);
                    }
                    timer.as_mut().poll(cx).map(|()| None)
                }
                None => Poll::Pending,
            }
        });
        tokio::select! {
            biased;
            ended = ended => {
                if ended.is_none() {
                    connections.cut_slow.fetch_add(1, Relaxed);
                }
                return;
            }
            _ = told_to_stop.wait_for(|&stop| stop), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// While it lives, an answer is being made or sent. When it goes, also because the client did, the connection is idle.
struct Answering(Progress);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.enter(Stage::Idle);
    }
}

/// The body of an answer, which knows when it has been handed over.
struct AnswerBody {
    body: Body,
    unfinished: Arc<AtomicBool>,
    _answering: Answering,
}

impl HttpBody for AnswerBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.unfinished.store(true, Relaxed);
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        let is_whole = frame.is_none() || self.body.is_end_stream();
        self.unfinished.store(!is_whole, Relaxed);
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The connection's bytes. It notices when a head begins, and when the client takes nothing.
struct Wire {
    stream: TcpStream,
    /// An answer was begun and its end is not here yet.
    unfinished: Arc<AtomicBool>,
    progress: Progress,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    connections: Arc<Connections>,
}

impl Wire {
    /// Passes on how far a write came. One that waits starts the clock, one that moves stops it.
    fn watch_write<T>(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stalled.as_mut().poll(cx));
        self.connections.cut_slow.fetch_add(1, Relaxed);
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl Drop for Wire {
    /// An answer that breaks in the middle breaks the connection too. To close it in order would say "this was all" to a client
    /// that asked in HTTP/1.0, as many proxies do.
    fn drop(&mut self) {
        if self.unfinished.load(Relaxed) {
            // Where the client has gone already there is nobody left to mislead.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, into))?;
        if into.filled().len() > before
            && matches!(self.progress.stage().0, Stage::New | Stage::Idle)
        {
            self.progress.enter(Stage::Head);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch_write(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.watch_write(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::{Extension, routing::get};
    use futures_util::{Stream, stream};
    use tokio::{
        net::TcpSocket,
        sync::{Notify, oneshot},
        task::JoinHandle,
    };

    use super::*;

    /// Long enough that a test on a busy machine does not meet it.
    const LONG: Duration = Duration::from_secs(20);
    /// Short enough to wait for.
    const SHORT: Duration = Duration::from_millis(60);

    fn patient() -> Limits {
        Limits {
            head: LONG,
            idle: LONG,
            stalled: LONG,
            stop: LONG,
            pause: SHORT,
            ..Limits::default()
        }
    }

    struct Running {
        address: SocketAddr,
        connections: Arc<Connections>,
        stop: oneshot::Sender<()>,
        ended: JoinHandle<Stopped>,
    }

    async fn run(app: Router, limits: Limits) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(Connections::default());
        let (stop, stopped) = oneshot::channel();
        let stop_asked = async {
            let _ = stopped.await;
        };
        let ended =
            tokio::spawn(serve(listener, app, limits, Arc::clone(&connections), stop_asked));
        Running { address, connections, stop, ended }
    }

    fn hello() -> Router {
        Router::new().route("/", get(async || "hello"))
    }

    /// A page that says when it was begun, and ends when it is let go.
    fn held_page() -> (Router, Arc<Notify>, Arc<Notify>) {
        let (begun, let_go) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (tell, wait) = (Arc::clone(&begun), Arc::clone(&let_go));
        let page = async move || {
            tell.notify_one();
            wait.notified().await;
            "done"
        };
        (hello().route("/held", get(page)), begun, let_go)
    }

    async fn connect(address: SocketAddr) -> TcpStream {
        TcpStream::connect(address).await.unwrap()
    }

    async fn send(stream: &mut TcpStream, path: &str) {
        stream
            .write_all(format!("GET {path} HTTP/1.1\r\nhost: jol\r\n\r\n").as_bytes())
            .await
            .unwrap();
    }

    /// One whole answer: its head, and a body of the length the head states.
    async fn receive(stream: &mut TcpStream) -> String {
        let mut answer = String::new();
        loop {
            let mut byte = [0];
            timeout(LONG, stream.read_exact(&mut byte)).await.unwrap().unwrap();
            answer.push(char::from(byte[0]));
            if let Some((head, body)) = answer.split_once("\r\n\r\n") {
                let length =
                    head.split_once("content-length: ").unwrap().1.split("\r\n").next().unwrap();
                if body.len() == length.parse::<usize>().unwrap() {
                    return answer;
                }
            }
        }
    }

    async fn ask(stream: &mut TcpStream, path: &str) -> String {
        send(stream, path).await;
        receive(stream).await
    }

    /// Waits until the server closes, and gives what it still said.
    async fn closed(stream: &mut TcpStream) -> String {
        let mut rest = Vec::new();
        match timeout(LONG, stream.read_to_end(&mut rest)).await.expect("the server should close") {
            Ok(_) => (),
            Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset),
        }
        String::from_utf8_lossy(&rest).into_owned()
    }

    /// Waits for something that the server does in its own time.
    async fn until(what: impl Fn() -> bool) {
        timeout(LONG, async {
            while !what() {
                sleep(Duration::from_millis(1)).await;
            }
        })
        .await
        .expect("it should come about");
    }

    #[tokio::test]
    async fn who_connects_and_says_nothing_is_cut() {
        let server = run(hello(), Limits { head: SHORT, ..patient() }).await;
        assert_eq!(closed(&mut connect(server.address).await).await, "");
        until(|| server.connections.open.load(Relaxed) == 0).await;
        assert_eq!(server.connections.cut_slow.load(Relaxed), 1);
    }

    #[tokio::test]
    async fn a_head_sent_letter_by_letter_is_cut_however_lively_it_looks() {
        let server = run(hello(), Limits { head: SHORT, ..patient() }).await;
        let mut stream = connect(server.address).await;
        let (mut reading, mut writing) = stream.split();
        let drip = async {
            writing.write_all(b"GET / HTTP/1.1\r\nx: ").await?;
            loop {
                writing.write_all(b"x").await?;
                sleep(Duration::from_millis(5)).await;
            }
        };
        let mut answer = [0; 100];
        tokio::select! {
            // The server may have closed just before a letter was sent.
            broken = drip => { let _: io::Result<()> = broken; }
            read = timeout(LONG, reading.read(&mut answer)) => {
                assert!(matches!(read.expect("the server should close"), Ok(0) | Err(_)));
            }
        }
        until(|| server.connections.open.load(Relaxed) == 0).await;
        assert_eq!(server.connections.cut_slow.load(Relaxed), 1);
    }

    #[tokio::test]
    async fn a_connection_may_rest_between_requests_but_not_for_ever() {
        // It may rest longer than a head may take…
        let server = run(hello(), Limits { head: SHORT, ..patient() }).await;
        let mut stream = connect(server.address).await;
        assert!(ask(&mut stream, "/").await.ends_with("hello"));
        sleep(3 * SHORT).await;
        assert!(ask(&mut stream, "/").await.ends_with("hello"));
        assert_eq!(server.connections.taken.load(Relaxed), 1);

        // … and is cut when its own time is over.
        let server = run(hello(), Limits { idle: SHORT, ..patient() }).await;
        let mut stream = connect(server.address).await;
        assert!(ask(&mut stream, "/").await.ends_with("hello"));
        assert_eq!(closed(&mut stream).await, "");
        assert_eq!(server.connections.cut_slow.load(Relaxed), 1);
    }

    #[tokio::test]
    async fn a_request_that_is_being_answered_is_not_cut() {
        let (app, begun, let_go) = held_page();
        let server = run(app, Limits { head: SHORT, idle: SHORT, ..patient() }).await;
        let mut stream = connect(server.address).await;
        send(&mut stream, "/held").await;
        begun.notified().await;
        sleep(3 * SHORT).await;
        let_go.notify_one();
        assert!(receive(&mut stream).await.ends_with("done"));
    }

    #[tokio::test]
    async fn a_client_that_takes_nothing_of_its_answer_is_cut() {
        let large = Router::new().route("/", get(async || vec![b'x'; 64 << 20]));
        let server = run(large, Limits { stalled: SHORT, ..patient() }).await;
        let mut stream = connect(server.address).await;
        send(&mut stream, "/").await;
        until(|| server.connections.cut_slow.load(Relaxed) == 1).await;
        until(|| server.connections.open.load(Relaxed) == 0).await;
        assert!(closed(&mut stream).await.len() < 64 << 20);
    }

    /// An answer of which the end is not known when it begins.
    fn streaming<S>(pieces: impl Fn() -> S + Clone + Send + Sync + 'static) -> Router
    where
        S: Stream<Item = io::Result<&'static [u8]>> + Send + 'static,
    {
        Router::new().route("/", get(async move || Body::from_stream(pieces())))
    }

    /// Asks in this version of HTTP and reads until the connection ends, in order or not.
    async fn read_all(address: SocketAddr, version: &str) -> (io::Result<usize>, String) {
        let mut stream = connect(address).await;
        let head = format!("GET / HTTP/{version}\r\nhost: jol\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let ended = timeout(LONG, stream.read_to_end(&mut answer)).await.unwrap();
        (ended, String::from_utf8(answer).unwrap())
    }

    #[tokio::test]
    async fn an_answer_that_breaks_in_the_middle_is_seen_to_be_broken() {
        let whole =
            run(streaming(|| stream::iter([Ok(&b"one\n"[..]), Ok(b"two\n")])), patient()).await;
        let broken = || stream::iter([Ok(&b"one\n"[..]), Err(io::Error::other("no more"))]);
        let broken = run(streaming(broken), patient()).await;
        for version in ["1.0", "1.1"] {
            let (ended, answer) = read_all(whole.address, version).await;
            assert!(ended.is_ok() && answer.contains("two\n"), "{version}: {ended:?} {answer}");
            let (ended, answer) = read_all(broken.address, version).await;
            let kind = ended.unwrap_err().kind();
            assert_eq!(kind, io::ErrorKind::ConnectionReset, "{version}: {answer}");
            assert!(!answer.ends_with("\r\n0\r\n\r\n"), "{version}: {answer}");
        }
    }

    /// What runs over when it is dropped.
    struct Tell(Arc<AtomicBool>);

    impl Drop for Tell {
        fn drop(&mut self) {
            self.0.store(true, Relaxed);
        }
    }

    /// An answer without end, how many pieces of it were made, and whether it was let go.
    fn endless() -> (Router, Arc<AtomicU64>, Arc<AtomicBool>) {
        static PIECE: [u8; 64 << 10] = [b'x'; 64 << 10];
        let (made, gone) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (counted, told) = (Arc::clone(&made), Arc::clone(&gone));
        let pieces = move || {
            let (made, tell) = (Arc::clone(&counted), Tell(Arc::clone(&told)));
            stream::repeat_with(move || {
                let _ = &tell;
                made.fetch_add(1, Relaxed);
                Ok(&PIECE[..])
            })
        };
        (streaming(pieces), made, gone)
    }

    #[tokio::test]
    async fn a_stream_is_let_go_when_its_client_goes() {
        let (app, made, gone) = endless();
        let server = run(app, patient()).await;
        let mut client = connect(server.address).await;
        send(&mut client, "/").await;
        until(|| made.load(Relaxed) > 10).await;
        assert!(!gone.load(Relaxed));
        drop(client);
        until(|| gone.load(Relaxed)).await;
        until(|| server.connections.open.load(Relaxed) == 0).await;
    }

    #[tokio::test]
    async fn a_stream_does_not_run_ahead_of_a_client_that_takes_nothing() {
        let (app, made, gone) = endless();
        let server = run(app, Limits { stalled: SHORT, ..patient() }).await;
        let mut client = connect(server.address).await;
        send(&mut client, "/").await;
        until(|| gone.load(Relaxed)).await;
        assert_eq!(server.connections.cut_slow.load(Relaxed), 1);
        // What the system holds for both sides is some megabytes.
        assert!(made.load(Relaxed) < 1_000, "{made:?}");
    }

    #[tokio::test]
    async fn over_the_bound_a_client_hears_at_once_that_it_should_come_back() {
        let server = run(hello(), Limits { connections: 1, ..patient() }).await;
        let mut first = connect(server.address).await;
        assert!(ask(&mut first, "/").await.ends_with("hello"));

        let mut second = connect(server.address).await;
        send(&mut second, "/").await;
        let answer = closed(&mut second).await;
        assert!(answer.starts_with("HTTP/1.1 503 Service Unavailable\r\n"), "{answer}");
        assert!(
            answer.contains("\r\nretry-after: 60\r\n")
                && answer.ends_with("Try again in a minute.\n"),
            "{answer}"
        );
        assert_eq!(server.connections.refused_full.load(Relaxed), 1);

        // The place is free again as soon as the first has gone.
        drop(first);
        until(|| server.connections.open.load(Relaxed) == 0).await;
        assert!(ask(&mut connect(server.address).await, "/").await.ends_with("hello"));
    }

    #[tokio::test]
    async fn one_address_cannot_take_all() {
        let server = run(hello(), Limits { connections_per_address: 2, ..patient() }).await;
        let (mut first, mut second) =
            (connect(server.address).await, connect(server.address).await);
        for stream in [&mut first, &mut second] {
            assert!(ask(stream, "/").await.ends_with("hello"));
        }
        assert!(closed(&mut connect(server.address).await).await.starts_with("HTTP/1.1 503 "));
        assert_eq!(server.connections.refused_address.load(Relaxed), 1);

        let elsewhere = TcpSocket::new_v4().unwrap();
        elsewhere.bind("127.0.0.2:0".parse().unwrap()).unwrap();
        let mut neighbour = elsewhere.connect(server.address).await.unwrap();
        assert!(ask(&mut neighbour, "/").await.ends_with("hello"));

        drop(first);
        until(|| server.connections.open.load(Relaxed) == 2).await;
        assert!(ask(&mut connect(server.address).await, "/").await.ends_with("hello"));
    }

    #[tokio::test]
    async fn a_proxy_of_ours_has_no_bound_and_says_who_asks() {
        let who = Router::new()
            .route("/", get(async |Extension(ClientAddr(client))| format!("{client:?}")));
        let limits = Limits {
            connections_per_address: 1,
            proxies: vec!["127.0.0.1".parse().unwrap()],
            ..patient()
        };
        let server = run(who, limits).await;
        let (mut first, mut second) =
            (connect(server.address).await, connect(server.address).await);
        assert!(ask(&mut first, "/").await.ends_with("127.0.0.1"));
        let told = b"GET / HTTP/1.1\r\nhost: jol\r\nx-forwarded-for: 203.0.113.7\r\n\r\n";
        second.write_all(told).await.unwrap();
        assert!(receive(&mut second).await.ends_with("203.0.113.7"));
    }

    #[test]
    fn only_what_our_proxies_add_is_believed() {
        let proxies: Vec<IpAddr> =
            ["10.0.0.1", "10.0.0.2"].map(|proxy| proxy.parse().unwrap()).into();
        let cases: &[(&str, &[&str], &str)] = &[
            ("198.51.100.4", &["203.0.113.7"], "198.51.100.4"),
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["203.0.113.7"], "203.0.113.7"),
            // The client wrote the first address itself.
            ("10.0.0.1", &["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["203.0.113.7, 10.0.0.2"], "203.0.113.7"),
            ("10.0.0.1", &["nonsense, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["::ffff:203.0.113.7"], "203.0.113.7"),
            ("10.0.0.1", &["2001:db8::7"], "2001:db8::7"),
        ];
        for (peer, lines, expected) in cases {
            let mut headers = HeaderMap::new();
            for line in *lines {
                headers.append("x-forwarded-for", line.parse().unwrap());
            }
            let client = client_of(peer.parse().unwrap(), &headers, &proxies);
            assert_eq!(client, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
        }
    }

    #[test]
    fn a_household_counts_once_and_leaves_nothing_behind() {
        let all = PerAddress::default();
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        let first = all.enter(address("2001:db8::1"), 1).unwrap();
        assert!(all.enter(address("2001:db8::ffff:2"), 1).is_none());
        let next_door = all.enter(address("2001:db8:0:1::1"), 1).unwrap();
        assert!(all.enter(address("203.0.113.7"), 1).is_some());
        drop((first, next_door));
        assert!(all.0.lock().unwrap().is_empty());
    }

    #[tokio::test]
    async fn stopping_finishes_what_runs_and_takes_nothing_new() {
        let (app, begun, let_go) = held_page();
        let server = run(app, patient()).await;
        let mut resting = connect(server.address).await;
        assert!(ask(&mut resting, "/").await.ends_with("hello"));
        let mut busy = connect(server.address).await;
        send(&mut busy, "/held").await;
        begun.notified().await;

        server.stop.send(()).unwrap();
        assert_eq!(closed(&mut resting).await, "");
        let refused = TcpStream::connect(server.address).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        assert!(!server.ended.is_finished());

        let_go.notify_one();
        let answer = closed(&mut busy).await;
        assert!(answer.contains("connection: close") && answer.ends_with("done"), "{answer}");
        assert_eq!(server.ended.await.unwrap(), Stopped { cut: 0 });
        assert_eq!(server.connections.open.load(Relaxed), 0);
    }

    #[tokio::test]
    async fn stopping_waits_only_so_long() {
        let (app, begun, _never) = held_page();
        let server = run(app, Limits { stop: SHORT, ..patient() }).await;
        let mut busy = connect(server.address).await;
        send(&mut busy, "/held").await;
        begun.notified().await;

        server.stop.send(()).unwrap();
        assert_eq!(server.ended.await.unwrap(), Stopped { cut: 1 });
        assert_eq!(closed(&mut busy).await, "");
        assert_eq!(server.connections.open.load(Relaxed), 0);
    }

    #[tokio::test]
    async fn when_the_system_has_no_descriptors_left_the_loop_waits_and_goes_on() {
        /// EMFILE: too many open files.
        const EMFILE: i32 = 24;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(Connections::default());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&asked);
        let take = async move || {
            let nth = {
                let mut asked = seen.lock().unwrap();
                asked.push(Instant::now());
                asked.len()
            };
            if nth <= 3 {
                Err(io::Error::from_raw_os_error(EMFILE))
            } else {
                listener.accept().await
            }
        };
        let counted = Arc::clone(&connections);
        let server = tokio::spawn(async move {
            take_from(take, hello(), patient(), counted, std::future::pending()).await
        });

        assert!(ask(&mut connect(address).await, "/").await.ends_with("hello"));
        assert_eq!(connections.accept_errors.load(Relaxed), 3);
        let asked = asked.lock().unwrap().clone();
        assert!(asked.windows(2).take(3).all(|pair| pair[1] - pair[0] >= SHORT), "{asked:?}");
        server.abort();
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_is_refused() {
        let server = run(hello(), patient()).await;
        let mut stream = connect(server.address).await;
        let head = format!("GET / HTTP/1.1\r\nhost: jol\r\nx: {}\r\n\r\n", "x".repeat(17 << 10));
        stream.write_all(head.as_bytes()).await.unwrap();
        assert!(closed(&mut stream).await.starts_with("HTTP/1.1 431 "));
    }
}
