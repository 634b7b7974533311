#pragma once

#include "hub/base/errc.hpp"
#include "hub/store/maintenance.hpp"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>

namespace kring::admin {

/// A running hub's ear for its operator: a unix socket in the data folder, for this user alone.
///
/// It has a thread of its own, on which it serves one question at a time: copying takes minutes, and the hub
/// goes on meanwhile.
class AdminSocket {
 public:
  /// Copies the database to a file, by a path that is absolute. Called on the socket's thread.
  using Copy = std::function<Status(const std::filesystem::path& to, const store::Progress& progress)>;
  /// Listens as `admin.sock` in `data`, in the place of a hub that is gone; the caller holds the folder's
  /// lock. Errors: `listen_failed`.
  [[nodiscard]] static Result<std::unique_ptr<AdminSocket>> open(const std::filesystem::path& data,
                                                                 Copy copy);
  AdminSocket(const AdminSocket&) = delete;
  AdminSocket& operator=(const AdminSocket&) = delete;
  AdminSocket(AdminSocket&&) = delete;
  AdminSocket& operator=(AdminSocket&&) = delete;
  /// Breaks off what is under way, and takes the socket's name away.
  ~AdminSocket();

 private:
  AdminSocket(std::filesystem::path file, int listener, int stop, Copy copy);
  void run();
  void serve(int client);

  std::filesystem::path file_;
  int listener_;
  int stop_;
  Copy copy_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

/// Has the hub that runs on `data` copy its database to `to`, an absolute path. Errors: `not_found` (no hub
/// runs there), `admin_refused` (it is another user's, or broke off), and what its copy gave.
[[nodiscard]] Status ask_to_copy(const std::filesystem::path& data, const std::filesystem::path& to,
                                 const store::Progress& progress);

}  // namespace kring::admin
