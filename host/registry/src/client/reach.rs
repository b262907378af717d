//! Where may a registry send us? Never to what is nearer to us than the registry itself: not from the internet into our
//! network, and from nowhere to addresses that clouds answer with secrets.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::error::Kind;

/// How near an address is, the farthest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reach {
    /// The internet.
    Public,
    /// Our network.
    Private,
    /// This machine.
    Loopback,
    /// Link-local, multicast, reserved: no registry is there, but a cloud's metadata may be.
    Special,
}

impl Reach {
    pub(super) fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(address) => of_v4(address),
            IpAddr::V6(address) => of_v6(address),
        }
    }

    /// In a sentence.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Public => "on the internet",
            Self::Private => "in a private network",
            Self::Loopback => "this machine",
            Self::Special => "an address for special use",
        }
    }
}

fn of_v4(address: Ipv4Addr) -> Reach {
    match address.octets() {
        [127, ..] => Reach::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Reach::Private,
        [0, ..]
        | [169, 254, ..]
        | [192, 0, 0, _]
        | [192, 0, 2, _]
        | [192, 88, 99, _]
        | [198, 18..=19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [224..=255, ..] => Reach::Special,
        _ => Reach::Public,
    }
}

fn of_v6(address: Ipv6Addr) -> Reach {
    let within = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        of_v4(Ipv4Addr::new(a, b, c, d))
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Reach::Loopback,
        // IPv4 within IPv6: mapped, compatible, translated, 6to4.
        [0, 0, 0, 0, 0, 0xffff | 0, high, low] | [0x64, 0xff9b, _, _, _, _, high, low] => within(high, low),
        [0x2002, high, low, ..] => within(high, low),
        // Where a cloud has its metadata.
        [0xfd00, 0x0ec2, ..] => Reach::Special,
        [0xfc00..=0xfdff, ..] => Reach::Private,
        [0x2001, 0..=0x01ff | 0x0db8, ..] => Reach::Special,
        [0x2000..=0x3fff, ..] => Reach::Public,
        _ => Reach::Special,
    }
}

/// How near each host may be that we were told of.
#[derive(Debug, Default)]
pub(super) struct Guard {
    hosts: Mutex<BTreeMap<String, Bound>>,
    proxies: Mutex<Proxies>,
}

/// What stands between us and others, as the operator says.
#[derive(Debug, Default)]
struct Proxies {
    names: BTreeSet<String>,
    /// Where they turned out to be.
    addresses: BTreeSet<IpAddr>,
}

/// Where a host may be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bound {
    /// The operator named it.
    Anywhere,
    /// The operator named it as this machine, so it is spoken to without TLS.
    ThisMachine,
    /// The registry named it; no nearer than the registry.
    NoNearerThan(Reach),
}

impl Bound {
    fn admits(self, reach: Reach) -> bool {
        match self {
            Self::Anywhere => true,
            Self::ThisMachine => reach == Reach::Loopback,
            Self::NoNearerThan(_) if reach == Reach::Special => false,
            Self::NoNearerThan(nearest) => reach <= nearest,
        }
    }
}

/// Why a host is not connected to.
#[derive(Debug)]
pub(super) struct Refusal {
    host: String,
    address: IpAddr,
    bound: Bound,
}

impl Refusal {
    /// As an error of ours.
    pub(super) fn kind(&self) -> Kind {
        let (host, address) = (self.host.clone(), self.address.to_string());
        match self.bound {
            Bound::ThisMachine => Kind::NotLoopback { host, address },
            Bound::Anywhere | Bound::NoNearerThan(_) => {
                Kind::Address { host, address, class: Reach::of(self.address).name() }
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind().fmt(formatter)
    }
}

impl std::error::Error for Refusal {}

impl Guard {
    /// Says where a host may be. What was said first stands: a registry cannot widen it.
    pub(super) fn bound(&self, host: &str, bound: Bound) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.entry(host.to_ascii_lowercase()).or_insert(bound);
    }

    /// Says that a host is a proxy of ours: it may be anywhere, for us to go through, and for no one to send us to.
    pub(super) fn proxy(&self, host: &str) {
        let mut proxies = self.proxies.lock().unwrap_or_else(PoisonError::into_inner);
        match literal(host) {
            Some(address) => proxies.addresses.insert(address),
            None => proxies.names.insert(host.to_ascii_lowercase()),
        };
    }

    /// Whether a name is that of a proxy of ours.
    pub(super) fn is_proxy_name(&self, host: &str) -> bool {
        self.proxies.lock().unwrap_or_else(PoisonError::into_inner).names.contains(&host.to_ascii_lowercase())
    }

    /// Whether a connection ends at a proxy of ours, so that its address says nothing of whoever answers.
    pub(super) fn is_proxy(&self, address: IpAddr) -> bool {
        self.proxies.lock().unwrap_or_else(PoisonError::into_inner).addresses.contains(&address)
    }

    /// Those addresses that a name may have: a proxy's all, and they are noted as a proxy's.
    fn admit_name(&self, name: &str, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, Refusal> {
        if !self.is_proxy_name(name) {
            return self.admit(name, addresses);
        }
        self.proxies.lock().unwrap_or_else(PoisonError::into_inner).addresses.extend(&addresses);
        Ok(addresses)
    }

    fn bound_of(&self, host: &str) -> Bound {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.get(&host.to_ascii_lowercase()).copied().unwrap_or(Bound::NoNearerThan(Reach::Public))
    }

    /// Checks a host that is an address; names are checked when they are looked up.
    ///
    /// # Errors
    ///
    /// When it is nearer than it may be.
    pub(super) fn check(&self, host: &str) -> Result<(), Refusal> {
        literal(host).map_or(Ok(()), |address| self.admit(host, vec![address]).map(|_| ()))
    }

    /// Those addresses of a host that it may have.
    fn admit(&self, host: &str, addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, Refusal> {
        let bound = self.bound_of(host);
        let (admitted, refused): (Vec<_>, Vec<_>) =
            addresses.into_iter().partition(|address| bound.admits(Reach::of(*address)));
        match refused.first() {
            Some(address) if admitted.is_empty() => Err(Refusal { host: host.to_owned(), address: *address, bound }),
            _ => Ok(admitted),
        }
    }
}

/// A host that is an address.
fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Looks names up, and keeps what may not be connected to.
#[derive(Debug)]
pub(super) struct Lookup(pub(super) std::sync::Arc<Guard>);

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = std::sync::Arc::clone(&self.0);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let admitted = guard.admit_name(name.as_str(), found.map(|address| address.ip()).collect())?;
            let addresses: Addrs = Box::new(admitted.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_as_near_as_they_are() {
        let rows = [
            ("1.1.1.1", Reach::Public),
            ("172.15.0.1", Reach::Public),
            ("172.32.0.1", Reach::Public),
            ("10.0.0.1", Reach::Private),
            ("172.16.0.1", Reach::Private),
            ("192.168.1.1", Reach::Private),
            ("100.64.0.1", Reach::Private),
            ("127.0.0.1", Reach::Loopback),
            ("127.255.255.254", Reach::Loopback),
            ("0.0.0.0", Reach::Special),
            ("169.254.169.254", Reach::Special),
            ("169.254.170.2", Reach::Special),
            ("224.0.0.1", Reach::Special),
            ("255.255.255.255", Reach::Special),
            ("::1", Reach::Loopback),
            ("::", Reach::Special),
            ("::ffff:127.0.0.1", Reach::Loopback),
            ("::ffff:169.254.169.254", Reach::Special),
            ("64:ff9b::a00:1", Reach::Private),
            ("2002:7f00:1::", Reach::Loopback),
            ("fd00:ec2::254", Reach::Special),
            ("fd12:3456::1", Reach::Private),
            ("fe80::1", Reach::Special),
            ("ff02::1", Reach::Special),
            ("2606:4700::1111", Reach::Public),
            ("2001:db8::1", Reach::Special),
        ];
        for (address, reach) in rows {
            assert_eq!(Reach::of(address.parse().expect(address)), reach, "{address}");
        }
    }

    #[test]
    fn a_registry_cannot_send_us_nearer_than_it_is() {
        use Bound::{Anywhere, NoNearerThan, ThisMachine};
        let rows = [
            (Anywhere, [true, true, true, true]),
            (ThisMachine, [false, false, true, false]),
            (NoNearerThan(Reach::Public), [true, false, false, false]),
            (NoNearerThan(Reach::Private), [true, true, false, false]),
            (NoNearerThan(Reach::Loopback), [true, true, true, false]),
            (NoNearerThan(Reach::Special), [true, true, true, false]),
        ];
        for (bound, admits) in rows {
            let reaches = [Reach::Public, Reach::Private, Reach::Loopback, Reach::Special];
            assert_eq!(reaches.map(|reach| bound.admits(reach)), admits, "{bound:?}");
        }
        let guard = Guard::default();
        assert!(guard.check("127.0.0.1").is_err(), "a host that nobody told of");
        guard.bound("127.0.0.1", NoNearerThan(Reach::Public));
        guard.bound("127.0.0.1", Anywhere);
        assert!(guard.check("127.0.0.1").is_err(), "what was said first stands");
        assert!(guard.check("[::1]").is_err());
        assert!(guard.check("a-name.example").is_ok(), "names are checked when they are looked up");
        let [near, named]: [IpAddr; 2] = ["10.0.0.7", "10.0.0.8"].map(|text| text.parse().expect("an address"));
        guard.proxy("10.0.0.7");
        guard.proxy("proxy.example");
        assert!(guard.is_proxy(near) && !guard.is_proxy(named));
        guard.admit_name("proxy.example", vec![named]).expect("a proxy may be anywhere");
        assert!(guard.is_proxy(named), "as it was looked up");
        assert!(guard.check("10.0.0.7").is_err(), "nobody sends us there");
        assert!(guard.is_proxy_name("Proxy.Example") && !guard.is_proxy_name("registry.example"));
    }
}
