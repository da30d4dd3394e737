// 已保存照片的清单。文件本身由 wx.saveFile 保管，这里只记下路径和说明文字。

const KEY = 'savedPhotos'

function list() {
  // 没有写过时 getStorageSync 返回空字符串
  return wx.getStorageSync(KEY) || []
}

function add(photo) {
  wx.setStorageSync(KEY, [photo].concat(list()))
}

function remove(savedFilePath) {
  wx.setStorageSync(
    KEY,
    list().filter((photo) => photo.savedFilePath !== savedFilePath),
  )
}

// 清单可能比文件活得久（例如文件被清理），启动时以真实存在的文件为准
function keepOnly(existingPaths) {
  wx.setStorageSync(
    KEY,
    list().filter((photo) => existingPaths.includes(photo.savedFilePath)),
  )
}

module.exports = { list, add, remove, keepOnly }
