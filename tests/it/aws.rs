//! Is AWS used as it is? Against the emulator, which boto3 keeps honest, and nothing that is not on this machine.

mod accounts;
mod desk;
mod faults;
mod lens_life;
mod lenses;
mod milestones;
mod pull;
mod stores;
mod witness;
mod workload;
