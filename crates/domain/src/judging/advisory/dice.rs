//! Numbers from a seed, the same on every machine: SplitMix64 (Steele, Lea, Flood 2014), normal ones by Marsaglia's polar
//! method.

#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
    spare: Option<f64>,
}

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice { state: seed, spare: None }
    }

    pub fn whole(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    pub fn part(&mut self) -> f64 {
        (self.whole() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Mean 0, standard deviation 1.
    pub fn normal(&mut self) -> f64 {
        if let Some(z) = self.spare.take() {
            return z;
        }
        loop {
            let (x, y) = (2.0 * self.part() - 1.0, 2.0 * self.part() - 1.0);
            let s = x * x + y * y;
            if s > 0.0 && s < 1.0 {
                let stretch = (-2.0 * s.ln() / s).sqrt();
                self.spare = Some(y * stretch);
                return x * stretch;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_numbers_of_the_generator() {
        let mut dice = Dice::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| dice.whole()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn normal_numbers_have_mean_0_and_deviation_1() {
        let mut dice = Dice::new(7);
        let n = 100_000;
        let list: Vec<f64> = (0..n).map(|_| dice.normal()).collect();
        let mean = list.iter().sum::<f64>() / f64::from(n);
        let square = list.iter().map(|z| z * z).sum::<f64>() / f64::from(n);
        let beyond = list.iter().filter(|z| z.abs() > 1.96).count();
        assert!(mean.abs() < 0.01 && (square - 1.0).abs() < 0.015 && (4_700..5_300).contains(&beyond));
    }
}
