// A small symmetric positive definite system of equations.
#pragma once

#include <cstddef>
#include <vector>

namespace luft::ml {

// Solves A x = b by Cholesky's decomposition. `a`: row by row, symmetric, positive definite (an
// assert), b.size() rows.
[[nodiscard]] std::vector<double> solve_positive_definite(std::vector<double> a,
                                                          std::vector<double> b);

}  // namespace luft::ml
