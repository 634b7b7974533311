# Toolchain for wasm32 (WASI preview 1) with clang 19 and libc++ 19. Its sysroot, laid by `ops/wasm`, has Debian's wasm32
# headers and libraries, nlohmann/json and libsodium's headers, and nothing else of /usr/include.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_C_COMPILER clang-19)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_C_COMPILER_TARGET wasm32-wasi)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_AR /usr/bin/llvm-ar-19)
set(CMAKE_RANLIB /usr/bin/llvm-ranlib-19)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

get_filename_component(KRING_WASM_ROOT "${CMAKE_CURRENT_LIST_DIR}/../../build/wasm32" ABSOLUTE)
if(NOT EXISTS "${KRING_WASM_ROOT}/complete")
  message(FATAL_ERROR "${KRING_WASM_ROOT} is not laid yet: run ops/wasm")
endif()
set(CMAKE_SYSROOT "${KRING_WASM_ROOT}/sysroot")
