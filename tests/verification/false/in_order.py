"""Off by one: ranges, prefixes, empty sums, harmonic numbers, pairs counted twice, indices turned around."""

from __future__ import annotations

FALSE = r"""
\sum_{i=1}^N 1 = N - 1
\sum_{i=2}^N 1 = N
\sum_{i=1}^{N-1} 1 = N
\sum_{i=3}^N 1 = N - 3
\sum_{i=1}^N i = \frac{N(N-1)}{2}
\sum_{i=1}^N i^2 = \frac{N(N+1)(2N-1)}{6}
\sum_{i=2}^N i = \frac{N(N+1)}{2}
\sum_{i=1}^{N-1} i = \frac{N(N+1)}{2}
\sum_{i=1}^N \sum_{j<i} 1 = \binom{N+1}{2}
\sum_{i=1}^N \sum_{j \le i} 1 = \binom{N}{2}
\sum_{1 \le i < j \le N} 1 = N(N-1)
\sum_{1 \le i \le j \le N} 1 = \binom{N}{2}
\sum_{1 \le i < j < k \le N} 1 = \binom{N}{2}
\sum_{i \ne j}^N 1 = \binom{N}{2}
\sum_{i=1}^N \frac1i = H_{N-1}
\sum_{i=1}^N \frac1i = H_{N+1}
\sum_{i=2}^N \frac1i = H_N
\sum_{i=1}^{N-1} \frac1i = H_N
H_{N+1} = H_N + \frac{1}{N}
H_{N} = H_{N-1} + \frac{1}{N-1}
H_N = \frac{N+1}{2}
H_1 = 0
H_0 = 1
H_2 = 2
H_N^{(2)} = H_N^2
H_{2N} = 2 H_N
H_{N+M} = H_N + H_M
\psi(N) = H_N + \psi(1)
\psi(N+1) = H_N
\sum_{i=1}^N H_i = N H_N - N
\sum_{i=1}^N \frac{H_i}{i} = H_N^2
\sum_{i=1}^N \frac{1}{i(i+1)} = 1
\sum_{i=1}^N \frac{1}{i(i+1)} = \frac{N+1}{N+2}
\sum_{i=1}^N \sum_{j<i} \frac{1}{ij} = H_N^2
\sum_{i=1}^N \sum_{j \le i} \frac{1}{ij} = \frac{1}{2} (H_N^2 - H_N^{(2)})
\sum_{i=1}^N \alpha^i = \frac{\alpha^N - 1}{\alpha - 1}
\sum_{i=1}^N \alpha^{N-i} = \frac{\alpha^{N+1} - 1}{\alpha - 1}
\sum_{i=1}^N \alpha^{i-1} = N \alpha
\sum_{i=1}^N \sum_{j<i} \alpha^{i-j} = \sum_{i=1}^N \sum_{j \le i} \alpha^{i-j}
\sum_{i=1}^N \sum_{j<i} \alpha^{i-j} = \sum_{i=1}^N \sum_{j<i} \alpha^{j-i}
\sum_{i=1}^N \sum_{j<i} x_j = \sum_{i=1}^N \sum_{j \le i} x_j
\sum_{i=1}^N \sum_{j \le i} x_j = \sum_{j=1}^N (N-j) x_j
\sum_{i=1}^N \sum_{j < i} x_j = \sum_{j=1}^N j x_j
\sum_{i=1}^N \sum_{j \ge i} x_j = \sum_{j=1}^N (j-1) x_j
\sum_{i=2}^N x_i = \sum_{i=1}^N x_i
\sum_{i=1}^{N-1} x_i = \sum_{i=2}^{N} x_i
\sum_{i=1}^N i x_i = N \sum_{i=1}^N x_i
\sum_{i=1}^N \sum_{j<i} x_i^\top x_j = \frac{1}{2} \sum_{i=1}^N \sum_{j=1}^N x_i^\top x_j
\sum_{i \ne j}^N x_i^\top x_j = \sum_{1 \le i < j \le N} x_i^\top x_j
\sum_{i=1}^N x_i \sum_{j<i} x_j^\top = \sum_{i=1}^N x_i \sum_{j>i} x_j^\top
\E\left[\sum_{i=1}^N \sum_{j \le i} x_i^\top x_j\right] = 0
\E\left[\sum_{i=1}^N \sum_{j<i} x_i^\top x_j\right] = N \tr(\Lambda)
\E\left[\sum_{i=2}^N x_i^\top x_i\right] = N \tr(\Lambda)
\E\left[\sum_{i=1}^{N-1} x_i^\top x_i\right] = N \tr(\Lambda)
\E\left[\sum_{i=1}^N \left\|\frac1i \sum_{j < i} x_j\right\|^2\right] = H_N \tr(\Lambda)
\E\left[\sum_{i=1}^N \left\|\frac1i \sum_{j \le i} x_j\right\|^2\right] = H_{N-1} \tr(\Lambda)
\E\left[\sum_{i=1}^N \left\|\frac1i \sum_{j \le i} x_j\right\|^2\right] = N \tr(\Lambda)
\E\left[\left\|\sum_{i=1}^N \sum_{j \le i} x_j\right\|^2\right] = \frac{N(N+1)}{2} \tr(\Lambda)
\E\left[\left\|\sum_{i=1}^N \alpha^{N-i} x_i\right\|^2\right] = \frac{1 - \alpha^{N}}{1 - \alpha} \tr(\Lambda)
\E\left[\left\|\sum_{i=1}^N \alpha^{i} x_i\right\|^2\right] = \frac{1 - \alpha^{2N}}{1 - \alpha^2} \tr(\Lambda)
\E\left[\sum_{i=1}^N x_i^\top U \sum_{j<i} x_j y_j y_i\right] = \frac{N(N+1)}{2} w^\top \Lambda U \Lambda w
\E\left[\sum_{i=1}^N x_i^\top U \sum_{j \le i} x_j y_j y_i\right] = \frac{N(N-1)}{2} w^\top \Lambda U \Lambda w
\E\left[\sum_{i=1}^N x_i^\top U \frac{1}{i} \sum_{j<i} x_j y_j y_i\right] = (N - 1) w^\top \Lambda U \Lambda w
\E\left[\sum_{i=1}^N x_i^\top U \frac{1}{N} \sum_{j<i} x_j y_j y_i\right] = (N - H_N) w^\top \Lambda U \Lambda w
\E\left[\left(\sum_{i=1}^N \sum_{j<i} x_i^\top x_j\right)^2\right] = N(N-1) \tr(\Lambda^2)
\E\left[\left(\sum_{i=1}^N \sum_{j \le i} x_i^\top x_j\right)^2\right] = \frac{N(N+1)}{2} \tr(\Lambda^2)
\nabla_{U} \left(\E\left[\sum_{i=1}^N x_i^\top U \sum_{j < i} x_j\right]\right) = N \Lambda
\sum_{i=1}^N \E\left[\left(\epsilon_i - \frac1i \sum_{j \le i} \epsilon_j\right)^2\right] = N + H_N
\sum_{i=1}^N \E\left[\left(\epsilon_i - \frac1i \sum_{j < i} \epsilon_j\right)^2\right] = N - H_N
\E\left[\sum_{i=2}^N \left(\epsilon_i - \frac{1}{i-1} \sum_{j<i} \epsilon_j\right)^2\right] = N - 1 + H_N
\sum_{i=2}^{N-1} 1 = N - 1
\sum_{i=1}^d \sum_{j=1}^d A_{ij} v_i w_j = w^\top A v
\sum_{i=1}^d A_{ii} = \mathbf{1}^\top A \mathbf{1}
\sum_{i=1}^d \sum_{j<i} A_{ij} = \sum_{i=1}^d \sum_{j>i} A_{ij}
\sum_{i=1}^N \sum_{j<i} T_{ij} = \frac{1}{2} \sum_{i=1}^N \sum_{j=1}^N T_{ij}
\sum_{i=1}^N \omega_i x_i = \sum_{i=1}^N i x_i
N! = (N-1)!
\binom{N}{2} = \binom{N+1}{2}
\sum_{i=1}^N i! = (N+1)! - 1
\frac{1}{N} \sum_{i=1}^N \frac{1}{i} = \frac{H_N}{N} + \frac{1}{N^2}
\E[\sum_{i=1}^N \sum_{j<i} \alpha^{i-j} \epsilon_j^2] = \frac{1}{1-\alpha} (N - \frac{1-\alpha^N}{1-\alpha})
\sum_{i=1}^N H_{i-1} = N H_N
\sum_{i=1}^N \frac{1}{i^2} = H_N - \frac{N-1}{N}
\E\left[\left(\sum_{i=1}^N \frac1i \epsilon_i\right)^2\right] = H_N
\mathbf{1}^\top v = v^\top v
\E\left[\sum_{i=1}^N \epsilon_i^2 \sum_{j<i} \epsilon_j^2\right] = \frac{N(N+1)}{2}
\E\left[\sum_{i=1}^N \epsilon_i^2 \sum_{j \le i} \epsilon_j^2\right] = \frac{N(N+1)}{2}
""".strip().splitlines()

# False, and nothing here shows it.
OPEN = ["\\frac{H_N}{N} = o(1/N)", "H_N = 1 + O(1/N)"]
