//! Well-Architected reviews from AWS, and back: the only user of the AWS SDK.
