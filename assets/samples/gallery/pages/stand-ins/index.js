Page({
  data: {
    markers: [
      { id: 1, latitude: 23.0999, longitude: 113.32452 },
      { id: 2, latitude: 23.1021, longitude: 113.32911 },
    ],
    photo: '',
  },

  shoot() {
    wx.createCameraContext().takePhoto({
      quality: 'normal',
      success: (result) => this.setData({ photo: result.tempImagePath }),
    })
  },
})
