Page({
  data: {
    harbours: [
      { value: 'east', name: '东门', checked: true },
      { value: 'west', name: '西岸', checked: false },
      { value: 'south', name: '南屿', checked: false },
    ],
    picked: 'east',
  },

  pick(event) {
    this.setData({ picked: event.detail.value.join(', ') })
  },
})
