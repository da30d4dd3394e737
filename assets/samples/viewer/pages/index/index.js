Page({
  data: {
    // Whoever opens a recording may read either language, whatever this phone is set to
    texts: [
      {
        title: '这里没有运行的小程序',
        text: '这个空白小程序代替录制时的小程序。可在旁边的列表里查看这些请求、重新发送，或用它们来应答自己的项目。',
      },
      {
        title: 'Nothing runs here',
        text: 'This empty mini-program stands in for the one the exchanges were recorded in. Look at them in the list beside it, send them again, or answer a project of yours from them.',
      },
    ],
  },
})
