// operator new of the whole program: large arrays lie in large pages where the system has them.
//
// Bootstrap draws reach for patients all over arrays of many megabytes. In pages of 4 KiB nearly each of these needs an
// entry of the address tables that the processor does not hold; in pages of 2 MiB few do. Linux gives these where it is
// asked (madvise), which malloc does not do by itself.
//
// Memory comes from malloc and goes back by free, as in the standard library's own operators. These replace them, as
// the standard allows ([replacement.functions]). Not in builds with a sanitizer, which have operators of their own.

#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#include <cstddef>
#include <cstdlib>
#include <new>

#include <sys/mman.h>

namespace {

constexpr std::size_t page = std::size_t{1} << 21; // bytes of a large page on x86-64, and on most others
constexpr std::size_t large = 2 * page;            // below, the rounding to whole pages would count

void* large_array(std::size_t bytes) {
  std::size_t const whole = (bytes + page - 1) / page * page;
  void* const memory = std::aligned_alloc(page, whole);
  if (memory != nullptr) madvise(memory, whole, MADV_HUGEPAGE); // refused: ordinary pages do
  return memory;
}

void* array(std::size_t bytes, std::size_t alignment) {
  if (bytes >= large) return large_array(bytes);
  if (alignment <= alignof(std::max_align_t)) return std::malloc(bytes > 0 ? bytes : 1);
  return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

void* array_or_throw(std::size_t bytes, std::size_t alignment) {
  for (;;) {
    if (void* const memory = array(bytes, alignment)) return memory;
    std::new_handler const make_room = std::get_new_handler();
    if (make_room == nullptr) throw std::bad_alloc();
    make_room();
  }
}

} // namespace

void* operator new(std::size_t bytes) { return array_or_throw(bytes, 1); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return array_or_throw(bytes, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

#endif
